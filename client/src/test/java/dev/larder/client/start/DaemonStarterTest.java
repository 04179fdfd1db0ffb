package dev.larder.client.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.larder.client.http.Deadline;
import dev.larder.client.http.TimedSocket;
import dev.larder.client.http.Trust;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonStarterTest {
  private static final long LONG_MS = 50_000;
  private static final Trust NO_TRUST = new Trust(null, null, null);

  @TempDir Path folder;
  private Path root;
  private DaemonFinder finder;

  @BeforeEach
  void prepare() throws IOException {
    root = folder.resolve("a root");
    finder = finder(new Launch(StandInDaemon.launcher(folder).toString(), LONG_MS));
  }

  @AfterEach
  void endDaemons() throws IOException {
    StandInDaemon.endAll(root);
  }

  private DaemonFinder finder(Launch launch) {
    return new DaemonFinder(root, null, NO_TRUST, launch, LONG_MS);
  }

  private static void connect(DaemonFinder finder) throws IOException {
    TimedSocket socket = finder.connect(Deadline.afterMs(LONG_MS));
    socket.close();
  }

  private List<String> lines(String file) throws IOException {
    return StandInDaemon.lines(root.resolve(file));
  }

  @Test
  void manyThreadsStartOneDaemonAndAllReachIt() throws Exception {
    List<Callable<Boolean>> starters = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      starters.add(
          () -> {
            connect(finder);
            return true;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(starters.size());
    for (Future<Boolean> one : threads.invokeAll(starters)) {
      assertThat(one.get()).isTrue();
    }
    threads.shutdown();
    assertThat(lines("started"))
        .singleElement()
        .asString()
        .endsWith("serve --root " + root + " --autostarted");
    assertThat(lines("owned")).hasSize(1);
  }

  @Test
  void manyProcessesStartOneDaemonAndAllReachIt() throws Exception {
    String java = ProcessHandle.current().info().command().orElse("java");
    List<Process> starters = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      starters.add(
          new ProcessBuilder(
                  java,
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Connecting.class.getName(),
                  root.toString(),
                  folder.resolve("larder launcher").toString())
              .inheritIO()
              .start());
    }
    for (Process starter : starters) {
      assertThat(starter.waitFor()).isZero();
    }
    assertThat(lines("started")).hasSize(1);
  }

  /** A process that connects and ends. */
  static final class Connecting {
    private Connecting() {}

    public static void main(String[] args) throws IOException {
      connect(
          new DaemonFinder(
              Path.of(args[0]), null, NO_TRUST, new Launch(args[1], LONG_MS), LONG_MS));
    }
  }

  @Test
  void startedDaemonHasNothingOfItsStarters() throws Exception {
    assumeThat(Path.of("/proc/self/fd")).exists();
    Path held = Files.writeString(folder.resolve("held"), "by the starter");
    try (var in = Files.newInputStream(held);
        var out = new java.io.FileOutputStream(folder.resolve("held too").toFile())) {
      connect(finder);
      assertThat(in.read()).isEqualTo('b');
      out.write(1);
    }
    long pid = Long.parseLong(lines("owned").get(0));
    Path proc = Path.of("/proc", Long.toString(pid));

    List<String> files = openFiles(proc);
    assertThat(files).contains("/dev/null", root.resolve("state/start.log").toString());
    assertThat(files)
        .filteredOn(file -> file.startsWith(folder.toString()) && !file.startsWith(root.toString()))
        .isEmpty();
    assertThat(files).noneMatch(file -> file.startsWith("pipe:"));
    // proc(5): state, ppid, pgrp, session, tty_nr follow the command in parentheses.
    String stat = Files.readString(proc.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    assertThat(fields[2]).as("process group").isEqualTo(Long.toString(pid));
    assertThat(fields[3]).as("session").isEqualTo(Long.toString(pid));
    assertThat(fields[4]).as("terminal").isEqualTo("0");
    assertThat(Files.readSymbolicLink(proc.resolve("cwd"))).isEqualTo(Path.of("/"));
    // PWD and the like are of the launcher's shell.
    assertThat(Files.readString(proc.resolve("environ")).split("\0", 0))
        .extracting(variable -> variable.substring(0, variable.indexOf('=')))
        .filteredOn(name -> !List.of("PWD", "OLDPWD", "SHLVL", "_").contains(name))
        .isNotEmpty()
        .allMatch(DaemonProcess::isKept);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
        .isEqualTo("rwx------");
  }

  private static List<String> openFiles(Path proc) throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
      for (Path descriptor : descriptors.toList()) {
        files.add(Files.readSymbolicLink(descriptor).toString());
      }
    }
    return files;
  }

  @Test
  void failedStartIsToldWithWhatTheDaemonWroteLast() throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve("fails"), "first line\nthe port is taken\n");
    assertThatThrownBy(() -> connect(finder))
        .isInstanceOf(NoDaemonException.class)
        .hasMessageContaining("exit code 1")
        .hasMessageContaining("the port is taken");
    assertThat(lines("started")).hasSize(1);
  }

  @Test
  void rootThatALeavingDaemonOwnsIsTriedAgain() throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve("owned-elsewhere"), "once\n");
    connect(finder);
    assertThat(lines("started")).hasSize(2);
    assertThat(lines("owned")).hasSize(1);
  }

  @Test
  void missingLauncherIsToldWithWhatToDo() {
    assertThatThrownBy(() -> connect(finder(new Launch("no-such-larder", LONG_MS))))
        .isInstanceOf(NoDaemonException.class)
        .hasMessageContaining("no-such-larder")
        .hasMessageContaining("LARDER_COMMAND");
  }

  @Test
  void rootThatIsAFileIsToldSo() throws IOException {
    Files.writeString(root, "");
    assertThatThrownBy(() -> connect(finder))
        .isInstanceOf(NoDaemonException.class)
        .hasMessageContaining(root.toString());
  }

  @Test
  void rootThatCannotBeMadeIsToldSo() {
    assumeThat(Path.of("/proc/self")).exists();
    Path nowhere = Path.of("/proc/larder");
    Launch launch = new Launch(folder.resolve("larder launcher").toString(), LONG_MS);
    assertThatThrownBy(() -> connect(new DaemonFinder(nowhere, null, NO_TRUST, launch, LONG_MS)))
        .isInstanceOf(NoDaemonException.class)
        .hasMessageContaining("/proc/larder: it cannot be made");
  }

  @Test
  void daemonThatNeverAnswersIsGivenUpInTime() throws IOException {
    Path sleeper = folder.resolve("sleeper");
    Files.writeString(sleeper, "#!/bin/sh\nexec sleep 60\n");
    sleeper.toFile().setExecutable(true);
    assertThatThrownBy(() -> connect(finder(new Launch(sleeper.toString(), 300))))
        .isInstanceOf(NoDaemonException.class)
        .hasMessageContaining("still runs");
    assertThatThrownBy(
            () -> finder(new Launch(sleeper.toString(), LONG_MS)).connect(Deadline.afterMs(300)))
        .isInstanceOf(SocketTimeoutException.class);
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void stoppedHolderOfTheStartingLockIsPassedBy() throws IOException {
    Files.createDirectories(root.resolve("state"));
    Root place = new Root(root);
    Launch launch = new Launch(folder.resolve("larder launcher").toString(), LONG_MS);
    try (StartingLock held = StartingLock.tryTake(place.startingLock())) {
      assertThat(held).isNotNull();
      DaemonStarter.Knock knock =
          deadline -> Files.exists(root.resolve("owned")) ? finder.connect(deadline) : null;
      new DaemonStarter(place, launch, knock, 50).start(Deadline.afterMs(LONG_MS)).close();
    }
    assertThat(lines("owned")).hasSize(1);
  }

  @Test
  void holderThatGivesSignsOfLifeIsWaitedForHoweverSlowItIs() throws IOException {
    Files.createDirectories(root.resolve("state"));
    Root place = new Root(root);
    Path log = Files.createFile(place.startLog());
    var signs = new AtomicInteger();
    DaemonStarter.Knock knock =
        deadline -> {
          // The other starter's sign, between any two looks of this one.
          Files.setLastModifiedTime(log, FileTime.fromMillis(signs.incrementAndGet()));
          return null;
        };
    Launch launch = new Launch(folder.resolve("larder launcher").toString(), LONG_MS);
    try (StartingLock held = StartingLock.tryTake(place.startingLock())) {
      assertThat(held).isNotNull();
      var starter = new DaemonStarter(place, launch, knock, -1_000);
      assertThatThrownBy(() -> starter.start(Deadline.afterMs(300)))
          .isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(signs.get()).isGreaterThan(1);
    assertThat(lines("started")).isEmpty();
  }

  @Test
  void waitForAnotherStarterEndsWhenInterrupted() throws IOException {
    Files.createDirectories(root.resolve("state"));
    try (StartingLock held = StartingLock.tryTake(new Root(root).startingLock())) {
      assertThat(held).isNotNull();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> connect(finder)).isInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void startingLockIsHeldByOneThreadAndByOneProcess() throws IOException {
    Path file = folder.resolve("starting.lock");
    try (StartingLock held = StartingLock.tryTake(file)) {
      assertThat(held).isNotNull();
      assertThat(StartingLock.tryTake(file)).isNull();
      assertThat(StartingLock.tryTake(folder.resolve("./starting.lock"))).isNull();
    }
    try (StartingLock again = StartingLock.tryTake(file)) {
      assertThat(again).isNotNull();
    }
    assertThat(FileChannel.open(file, StandardOpenOption.READ).size()).isZero();
  }
}
