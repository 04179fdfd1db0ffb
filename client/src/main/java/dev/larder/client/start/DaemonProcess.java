package dev.larder.client.start;

import dev.larder.protocol.DaemonFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A daemon that this client started. It has a session and process group of its own, {@code /} as
 * its folder, no terminal, nothing on its standard input, and of the environment only what a JVM
 * and Larder's own settings need. Other open files are closed by the JDK between fork and exec.
 */
final class DaemonProcess {
  /** See {@link DaemonFile#EXIT_ROOT_OWNED}. */
  static final int ROOT_IS_OWNED = DaemonFile.EXIT_ROOT_OWNED;

  private static final Set<String> KEPT =
      Set.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "TZ", "TMPDIR", "JAVA_HOME");
  private static final List<String> KEPT_PREFIXES = List.of("LC_", "XDG_", "LARDER_");

  /** These speak of the starter, not of the daemon. */
  private static final Set<String> DROPPED =
      Set.of("LARDER_ENDPOINT", "LARDER_ROOT", "LARDER_LEASE");

  private static final String USUAL_PATH = "/usr/local/bin:/usr/bin:/bin";
  private static final int TOLD_LINES = 8;
  private static final int TOLD_BYTES = 4096;

  private final Process process;
  private final Path log;
  private final long logStart;

  private DaemonProcess(Process process, Path log, long logStart) {
    this.process = process;
    this.log = log;
    this.logStart = logStart;
  }

  /**
   * Starts a daemon.
   *
   * @param alone whether nobody else may be writing to the start's log, so that it can be emptied
   * @throws NoDaemonException if there is no such launcher
   */
  static DaemonProcess launch(Root root, String launcher, boolean alone) throws IOException {
    Path log = root.startLog();
    if (alone) {
      Files.deleteIfExists(log);
    }
    long logStart = Files.exists(log) ? Files.size(log) : 0;
    var builder = new ProcessBuilder(command(root, launcher));
    builder.directory(new File("/"));
    builder.environment().keySet().removeIf(name -> !isKept(name));
    builder.redirectInput(new File("/dev/null"));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectErrorStream(true);
    try {
      return new DaemonProcess(builder.start(), log, logStart);
    } catch (IOException e) {
      throw new NoDaemonException("The daemon cannot be started: " + e.getMessage(), e);
    }
  }

  static List<String> command(Root root, String launcher) throws NoDaemonException {
    Map<String, String> environment = System.getenv();
    String path = environment.getOrDefault("PATH", USUAL_PATH);
    List<String> command = new ArrayList<>();
    // A session of its own, so that no terminal's Ctrl-C or hang-up reaches it (setsid(2)). Where
    // the command is missing, nohup at least keeps the hang-up away.
    Stream.of("setsid", "nohup")
        .filter(tool -> find(tool, path) != null)
        .findFirst()
        .ifPresent(command::add);
    String found = find(launcher, path);
    if (found == null) {
      throw new NoDaemonException(
          "No daemon runs for "
              + root
              + ", and there is no command '"
              + launcher
              + "' to start one. Set LARDER_COMMAND to the path of the larder command.",
          null);
    }
    command.addAll(List.of(found, "serve", "--root", root.toString(), "--autostarted"));
    return command;
  }

  private static @Nullable String find(String command, String path) {
    if (command.indexOf('/') >= 0) {
      return Files.isExecutable(Path.of(command)) ? command : null;
    }
    for (String folder : path.split(":", -1)) {
      // Only absolute ones: the daemon is not to depend on where its starter stands.
      if (folder.startsWith("/") && Files.isExecutable(Path.of(folder, command))) {
        return folder + "/" + command;
      }
    }
    return null;
  }

  static boolean isKept(String variable) {
    return !DROPPED.contains(variable)
        && (KEPT.contains(variable) || KEPT_PREFIXES.stream().anyMatch(variable::startsWith));
  }

  /**
   * Shows the others who wait for this start that its starter is not stopped: the time of the
   * start's log is the sign. (The lock's own file would not do: the JDK opens a file to set its
   * time, and to close it drops the lock.)
   */
  void giveSign() throws IOException {
    try {
      Files.setLastModifiedTime(log, FileTime.from(Instant.now()));
    } catch (NoSuchFileException e) {
      // Another starter empties the log: it gives the signs now.
    }
  }

  /** When somebody gave the last sign; null if nobody ever did. */
  static @Nullable FileTime lastSign(Root root) throws IOException {
    try {
      return Files.getLastModifiedTime(root.startLog());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  boolean foundRootOwned() {
    return !process.isAlive() && process.exitValue() == ROOT_IS_OWNED;
  }

  /** What became of it and the last lines that it wrote, for a person. */
  String story() throws IOException {
    String fate =
        process.isAlive()
            ? "It still runs, as process " + process.pid() + "."
            : "It ended with exit code " + process.exitValue() + ".";
    String told = told();
    return told.isEmpty()
        ? fate + " It wrote nothing to " + log + "."
        : fate + " " + log + " ends with:\n" + told;
  }

  private String told() throws IOException {
    if (!Files.exists(log)) {
      return "";
    }
    byte[] all;
    try (var in = Files.newInputStream(log)) {
      in.skipNBytes(Math.max(logStart, Files.size(log) - TOLD_BYTES));
      all = in.readNBytes(TOLD_BYTES);
    }
    List<String> lines = new String(all, StandardCharsets.UTF_8).lines().toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - TOLD_LINES))
        .collect(Collectors.joining("\n"));
  }
}
