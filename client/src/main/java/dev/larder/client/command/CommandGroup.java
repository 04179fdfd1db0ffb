package dev.larder.client.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A running command in a session and process group of its own, whose members all end when this is
 * closed, or when this process dies, by {@code kill -9} too.
 *
 * <p>Two processes: the command, started through {@code setsid}, so that its process id is its
 * group's; and a watcher, a shell that waits for the end of a pipe whose other end this process
 * alone holds. When the pipe ends, for whatever reason, the watcher ends the group: TERM, and KILL
 * for what is still there after {@value #GRACE_S} s. A death signal of the kernel's
 * (PR_SET_PDEATHSIG, prctl(2)) would reach the command's first process only, and when the thread
 * that started it ends, not the process.
 *
 * <p>The command's standard input is empty, since a result may depend on nothing but its key; its
 * standard output and error are one, and are shown on our standard error. Any thread may call it.
 */
final class CommandGroup implements AutoCloseable {
  /**
   * The watcher's pauses between TERM and KILL: short at first, since most commands end at once.
   */
  private static final String PAUSES_S = "0.05 0.05 0.1 0.1 0.2 0.5 1 1 1 1";

  private static final int GRACE_S = 5;

  /** Longer than the watcher ever takes, so that a watcher that was killed holds nobody up. */
  private static final int WATCHER_S = GRACE_S + 5;

  private static final String WATCHER =
      """
      trap '' HUP INT TERM
      read -r group || exit 0
      read -r never
      kill -s TERM -- "-$group" 2>/dev/null || exit 0
      for pause in $1; do
        kill -s 0 -- "-$group" 2>/dev/null || exit 0
        sleep "$pause"
      done
      kill -s KILL -- "-$group" 2>/dev/null
      exit 0
      """;

  /**
   * Runs in the command's place until the watcher knows the group, and its streams are turned. If
   * this process dies before, nothing was begun that nobody would end.
   */
  private static final String WATCHED_AND_TURNED =
      "read -r go || exit 1;"
          + " [ -z \"$LARDER_PROGRESS_FD\" ] || exec 3>>\"$LARDER_PROGRESS\";"
          + " exec \"$@\" </dev/null >&2";

  /** Where the command has its progress file open, if its environment names one. */
  static final int PROGRESS_DESCRIPTOR = 3;

  private final Process command;
  private final Process watcher;

  private CommandGroup(Process command, Process watcher) {
    this.command = command;
    this.watcher = watcher;
  }

  /**
   * Starts a command, looked up on the PATH.
   *
   * @param command the command and its arguments
   * @param variables what its environment holds beside ours
   * @throws IOException if processes cannot be started; a command that does not exist is no such
   *     case: it ends with 127, as in any shell
   */
  static CommandGroup start(List<String> command, Map<String, String> variables)
      throws IOException {
    return start(command, variables, PAUSES_S, Redirect.INHERIT);
  }

  /** The same, where what the command prints is to be read from {@link #output}. */
  static CommandGroup startRead(List<String> command, Map<String, String> variables)
      throws IOException {
    return start(command, variables, PAUSES_S, Redirect.PIPE);
  }

  /** Starts a command which has as long between TERM and KILL as the pauses take together. */
  static CommandGroup start(List<String> command, Map<String, String> variables, String pausesS)
      throws IOException {
    return start(command, variables, pausesS, Redirect.INHERIT);
  }

  private static CommandGroup start(
      List<String> command, Map<String, String> variables, String pausesS, Redirect printed)
      throws IOException {
    Process watcher = startWatcher(pausesS);
    try {
      Process process = startCommand(command, variables, printed);
      // Only now may the watcher end a group: before, there is none, and it knows no number.
      OutputStream pipe = watcher.getOutputStream();
      pipe.write((process.pid() + "\n").getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
      try (OutputStream go = process.getOutputStream()) {
        go.write('\n');
      }
      return new CommandGroup(process, watcher);
    } catch (IOException e) {
      watcher.destroyForcibly();
      throw e;
    }
  }

  private static Process startWatcher(String pausesS) throws IOException {
    var builder = new ProcessBuilder("setsid", "sh", "-c", WATCHER, "larder-watch", pausesS);
    builder.redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IOException(
          "the command 'setsid' cannot be started; install the package util-linux", e);
    }
  }

  private static Process startCommand(
      List<String> command, Map<String, String> variables, Redirect printed) throws IOException {
    var line = new ArrayList<>(List.of("setsid", "sh", "-c", WATCHED_AND_TURNED, "larder"));
    line.addAll(command);
    var builder = new ProcessBuilder(line);
    builder.environment().remove("LARDER_PROGRESS_FD"); // an outer build's
    builder.environment().putAll(variables);
    builder.redirectOutput(Redirect.INHERIT).redirectError(printed);
    return builder.start();
  }

  /** The command's process id, and that of its group. */
  long pid() {
    return command.pid();
  }

  /** What the command prints on both its streams, where it is read. */
  InputStream output() {
    return command.getErrorStream();
  }

  /**
   * Waits for the command's end.
   *
   * @return its exit code; 128 and the signal's number where a signal ended it
   */
  int await() throws InterruptedException {
    return command.waitFor();
  }

  /** Begins to end the group, and returns at once. */
  void end() {
    try {
      watcher.getOutputStream().close();
    } catch (IOException e) {
      // The watcher is gone: what can still be reached is the group's first process.
      command.destroyForcibly();
    }
  }

  /**
   * Ends what is left of the group, and returns when it is gone: a process that the command left
   * behind could still write to a result that everyone reads by then. Closing again does nothing.
   */
  @Override
  public void close() {
    end();
    boolean interrupted = Thread.interrupted();
    try {
      if (!watcher.waitFor(WATCHER_S, TimeUnit.SECONDS)) {
        watcher.destroyForcibly();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    command.destroyForcibly();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
