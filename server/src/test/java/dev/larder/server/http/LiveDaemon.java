package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.Main;
import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real daemon process on a root of its own: for all tests of a class as an extension, or for one
 * by {@link #started}. At its end the daemon must stop cleanly, and must have logged no bug.
 */
@SuppressWarnings("try") // what JUnit or a test's try closes may be interrupted
final class LiveDaemon implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
  private static final String READY = "ready unix:";
  private static final int START_S = 60;
  private static final int KILLED = 128 + 9;

  private final List<String> options;
  private @Nullable Path folder;
  private @Nullable Process process;
  private @Nullable Path socket;
  private List<String> endpoints = List.of();
  private List<String> jvmOptions = List.of();
  private String tolerated = "\0";

  private LiveDaemon(List<String> options) {
    this.options = options;
  }

  /** An extension. */
  static LiveDaemon with(String... options) {
    return new LiveDaemon(List.of(options));
  }

  /** A daemon for one test that listens by TCP too, on this machine. */
  static LiveDaemon listening(String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("--listen", "localhost:0"));
    all.addAll(List.of(options));
    return started(all.toArray(new String[0]));
  }

  /** A daemon for one test, in a JVM with further options. */
  static LiveDaemon startedIn(List<String> jvmOptions, String... options) throws Exception {
    LiveDaemon daemon = with(options);
    daemon.jvmOptions = jvmOptions;
    daemon.beforeAll(null);
    return daemon;
  }

  /** A daemon for one test. */
  static LiveDaemon started(String... options) throws Exception {
    LiveDaemon daemon = with(options);
    daemon.beforeAll(null);
    return daemon;
  }

  @Override
  public void beforeAll(@Nullable ExtensionContext context) throws Exception {
    folder = Files.createTempDirectory("larder");
    start();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    close();
  }

  /** Starts the daemon on its root, whatever a former one left there. */
  void start() throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-ea"));
    command.addAll(jvmOptions);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve",
            "--root",
            root().toString()));
    command.addAll(options);
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(messages().toFile()))
            .start();
    var output = process.inputReader();
    String line =
        CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return output.readLine();
                  } catch (IOException e) {
                    throw new IllegalStateException("The daemon's output cannot be read", e);
                  }
                })
            .get(START_S, TimeUnit.SECONDS);
    assertThat(line).as(() -> "first line; it also said: " + said()).startsWith(READY);
    endpoints = List.of(line.substring("ready ".length()).split(" ", -1));
    socket = Path.of(endpoints.get(0).substring("unix:".length()));
  }

  Path root() {
    return Objects.requireNonNull(folder).resolve("root");
  }

  /** A place beside the root. */
  Path beside(String name) {
    return Objects.requireNonNull(folder).resolve(name);
  }

  private Path messages() {
    return beside("stderr");
  }

  private String said() {
    try {
      return Files.readString(messages());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Wire connect() throws IOException {
    return Wire.to(Objects.requireNonNull(socket));
  }

  /** The port that it listens on by TCP. */
  InetSocketAddress port() {
    String endpoint = endpoints.get(1);
    return new InetSocketAddress(
        "localhost", Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1)));
  }

  Wire connectByTcp() throws IOException {
    return Wire.to(port());
  }

  /** One request by TCP, on a connection of its own. */
  Reply askByTcp(Call call) throws IOException {
    try (Wire wire = connectByTcp()) {
      return wire.ask(call);
    }
  }

  /** The log's lines so far that hold the text. */
  List<String> logged(String text) throws IOException {
    try (Stream<String> lines = Files.lines(root().resolve("larder.log"))) {
      return lines.filter(line -> line.contains(text)).toList();
    }
  }

  /** A line of the log with that text is no bug in this test. */
  LiveDaemon tolerating(String text) {
    tolerated = text;
    return this;
  }

  /** SIGHUP. */
  void hangup() throws Exception {
    Shell.run("kill", "-HUP", String.valueOf(Objects.requireNonNull(process).pid()));
  }

  /** One request on a connection of its own. */
  Reply ask(Call call) throws IOException {
    try (Wire wire = connect()) {
      return wire.ask(call);
    }
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    Process running = Objects.requireNonNull(process);
    running.destroyForcibly();
    assertThat(running.waitFor()).isEqualTo(KILLED);
  }

  void killAndStartAgain() throws Exception {
    kill();
    start();
  }

  /** Whether somebody listens. */
  boolean answers() {
    try (Wire wire = connect()) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** SIGTERM. */
  void terminate() {
    Objects.requireNonNull(process).destroy();
  }

  /** Waits for the daemon's end and returns its exit code. */
  int exitCode() throws InterruptedException {
    return Objects.requireNonNull(process).waitFor();
  }

  @Override
  public void close() throws Exception {
    try {
      Process running = process;
      if (running != null && running.isAlive()) {
        running.destroy();
        assertThat(running.waitFor()).as("exit code after SIGTERM").isZero();
      }
      assertThat(said().lines().filter(this::tellsOfABug)).as(this::said).isEmpty();
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
      delete(Objects.requireNonNull(folder));
    }
  }

  private boolean tellsOfABug(String line) {
    return !line.contains(tolerated)
        && (line.contains(" ERROR ") || line.contains("Exception") || line.contains("LEAK"));
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
