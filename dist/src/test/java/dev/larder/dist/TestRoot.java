package dev.larder.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.client.ClientOptions;
import dev.larder.client.Larder;
import dev.larder.protocol.DaemonFile;
import dev.larder.protocol.Messages;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A daemon's root in a temporary folder of its own, with no daemon at first. When it is closed,
 * whatever was started there is ended and the folder is gone.
 */
final class TestRoot implements AutoCloseable {
  private final Path folder;
  private final Path root;

  private TestRoot(Path folder, Path root) {
    this.folder = folder;
    this.root = root;
  }

  static TestRoot create() throws IOException {
    return named("root");
  }

  /** A root at that place below the temporary folder; nothing is made of it. */
  static TestRoot named(String place) throws IOException {
    // Real, since processes are found by it: /tmp may be a link.
    Path folder = Files.createTempDirectory("larder-dist-").toRealPath();
    return new TestRoot(folder, folder.resolve(place));
  }

  /** The root itself. */
  Path path() {
    return root;
  }

  /** A file outside of the root. */
  Path beside(String name) {
    return folder.resolve(name);
  }

  Path daemonFile() {
    return root.resolve("state/daemon.json");
  }

  Path socket() {
    return root.resolve("larder.sock");
  }

  /** The file in which a document is published. */
  Path published(String doc) {
    return root.resolve("stats").resolve(doc + ".json");
  }

  /** The {@code larder} command on this root. */
  Command larder(String... arguments) {
    var line = new ArrayList<>(List.of(Installed.COMMAND.toString()));
    line.addAll(List.of(arguments));
    return command(line);
  }

  /** A shell's script on this root; {@code larder} is on its PATH. */
  Command shell(String script, String... arguments) {
    var line = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    line.addAll(List.of(arguments));
    return command(line).with("PATH", Installed.COMMAND.getParent() + ":" + System.getenv("PATH"));
  }

  private Command command(List<String> line) {
    return new Command(folder, line).with("LARDER_ROOT", root.toString());
  }

  /** The Java library on this root; its timeouts are for a busy machine. */
  Larder client() {
    return Larder.open(options());
  }

  ClientOptions options() {
    long longestMs = Patience.LONGEST.toMillis();
    return ClientOptions.defaults()
        .withRoot(root)
        .withLauncher(Installed.COMMAND.toString())
        .withTimeoutMs(longestMs)
        .withConnectTimeoutMs(longestMs)
        .withStartTimeoutMs(longestMs);
  }

  /** The daemon, as its file says. */
  DaemonFile daemon() throws IOException {
    return Messages.readAnswer(Files.readAllBytes(daemonFile()), DaemonFile.class);
  }

  /** {@code kill -9} of the daemon. */
  void killDaemon() throws IOException {
    long pid = daemon().pid();
    if (!Processes.daemonsOf(root).contains(pid)) {
      throw new AssertionError("There is no daemon " + pid + " to kill");
    }
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    Patience.until("the daemon is dead").until(() -> !Processes.isRunning(pid));
  }

  /** Starts a daemon as {@code larder serve} does, and waits until it answers. */
  Running serve(String... options) throws IOException {
    var arguments = new ArrayList<>(List.of("serve", "--root", root.toString()));
    arguments.addAll(List.of(options));
    Running daemon = larder(arguments.toArray(new String[0])).start();
    Patience.until("the daemon answers")
        .until(
            () -> {
              if (!daemon.isAlive()) {
                throw new AssertionError("the daemon has ended: " + daemon.await());
              }
              return daemon.out().startsWith("ready unix:");
            });
    return daemon;
  }

  /** The members of a published file, by their names. */
  Map<String, Object> members(String doc) throws IOException {
    return object(Files.readString(published(doc)));
  }

  /** The members of a JSON object, by their names. */
  static Map<String, Object> object(String json) {
    var members = new LinkedHashMap<String, Object>();
    Map<?, ?> read = Messages.readAnswer(json.getBytes(UTF_8), Map.class);
    read.forEach((name, value) -> members.put((String) name, value));
    return members;
  }

  /** Ends whatever was started here; returns what was found. */
  List<Long> endProcesses() throws IOException {
    List<Long> found = Processes.naming(folder);
    for (List<Long> left = found; !left.isEmpty(); left = Processes.naming(folder)) {
      left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    endProcesses();
    Files.walkFileTree(folder, new Removal());
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
