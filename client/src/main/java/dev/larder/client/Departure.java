package dev.larder.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.client.http.Backoff;
import dev.larder.client.http.Deadline;
import dev.larder.client.http.Request;
import dev.larder.protocol.DaemonStatus;
import dev.larder.protocol.Paths;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** One call of {@link Larder#stop}: asks the daemon to leave, and sees it off. */
final class Departure {
  private static final long FIRST_PAUSE_MS = 2;
  private static final long LONGEST_PAUSE_MS = 50;

  /** A process that began longer than this before the daemon answered is not that daemon. */
  private static final Duration LONGEST_START = Duration.ofMinutes(10);

  /** Clocks of processes and of the daemon's own count may differ by so much. */
  private static final Duration CLOCK_SLACK = Duration.ofSeconds(5);

  /** Fields of /proc/PID/stat, counted from 0 behind the program's name. */
  private static final int STATE = 0;

  private static final int THREADS = 17;

  private final Calls calls;

  /**
   * A departure.
   *
   * @param calls must not start daemons
   */
  Departure(Calls calls) {
    this.calls = calls;
  }

  /** Returns whether a daemon ran. */
  boolean await(Deadline deadline) {
    DaemonStatus status;
    try {
      status = calls.message(Request.get(Paths.STATUS), DaemonStatus.class);
    } catch (LarderException.Unreachable e) {
      if (e.isAbsent()) {
        return false;
      }
      throw e;
    }
    Optional<ProcessHandle> process = process(status);
    ask();
    var backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    try {
      while (process.isPresent() ? isRunning(process.get()) : calls.isAnybodyThere()) {
        backoff.pause(deadline);
      }
    } catch (SocketTimeoutException e) {
      throw new LarderException.TimedOut(
          "The daemon (process "
              + status.pid()
              + ") was asked to stop and is still there; its larder.log says what it does.",
          e);
    } catch (IOException e) {
      throw calls.told(e);
    }
    return true;
  }

  private void ask() {
    try {
      calls.call(
          Request.change("POST", Paths.STOP).asRepeatable(),
          response -> response.body().readAllBytes());
    } catch (LarderException.ConnectionLost e) {
      // It left faster than it answered, or was killed: either is seen below.
    } catch (LarderException.Unreachable e) {
      if (!e.isAbsent()) {
        throw e;
      }
    }
  }

  /**
   * The daemon's process, if it can be seen from here. Its number may be one of another
   * container's, so the process must also have begun when the daemon says that it did.
   */
  private static Optional<ProcessHandle> process(DaemonStatus status) {
    return ProcessHandle.of(status.pid())
        .filter(Departure::isRunning)
        .filter(
            handle ->
                handle
                    .info()
                    .startInstant()
                    .map(began -> Duration.between(began, status.started()))
                    .filter(age -> age.plus(CLOCK_SLACK).compareTo(Duration.ZERO) >= 0)
                    .filter(age -> age.compareTo(LONGEST_START) <= 0)
                    .isPresent());
  }

  /**
   * Whether the process still holds anything. One that has ended, and whose parent has not noticed,
   * is still there: on Linux as a zombie without further threads (proc(5), stat), elsewhere as a
   * process without a command. A command vanishes before open files do, so it would say too early.
   */
  private static boolean isRunning(ProcessHandle handle) {
    if (!handle.isAlive()) {
      return false;
    }
    try {
      String stat = Files.readString(Path.of("/proc/" + handle.pid() + "/stat"), ISO_8859_1);
      // The program's name stands in parentheses, and may hold any character.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean ended = fields[STATE].equals("Z") || fields[STATE].equals("X");
      return !ended || Integer.parseInt(fields[THREADS]) > 1;
    } catch (IOException e) {
      return handle.info().command().isPresent();
    }
  }
}
