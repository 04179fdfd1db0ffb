package dev.larder.client.start;

import dev.larder.client.http.Backoff;
import dev.larder.client.http.Deadline;
import dev.larder.client.http.TimedSocket;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Starts a root's daemon so that of any number of clients one starts it and all connect to it. Any
 * thread may call it.
 *
 * <p>One client holds the starting lock while it starts a daemon and until that answers or ends;
 * the others try to connect, and try for the lock. A holder that is stopped (SIGSTOP, a frozen
 * container) holds up nobody for longer than {@link #STOPPED_HOLDER_MS}: then the others start a
 * daemon without the lock. That is safe, only not thrifty: which daemon owns the root is decided by
 * the daemons' own lock, and a second one ends.
 */
final class DaemonStarter {
  /** A lock held for longer than this by somebody whose daemon does not answer is passed by. */
  static final long STOPPED_HOLDER_MS = 5_000;

  /**
   * Spreads those who pass it by, so that the first one's daemon answers the others: longer than a
   * start takes, and short enough for one who is alone with a stopped holder.
   */
  private static final int SPREAD_MS = 5_000;

  private static final long FIRST_PAUSE_MS = 5;
  private static final long LONGEST_PAUSE_MS = 50;

  /**
   * How long another daemon may still answer after the one that was started here has ended; twice
   * as long after each further one, since on a machine that is that busy one more helps nobody.
   */
  private static final long AFTER_ITS_END_MS = 1_000;

  private final Root root;
  private final Launch launch;
  private final Knock knock;

  /** Tries to connect. */
  @FunctionalInterface
  interface Knock {
    /** Returns null if nobody listens. */
    @Nullable TimedSocket connect(Deadline deadline) throws IOException;
  }

  DaemonStarter(Root root, Launch launch, Knock knock) {
    this.root = root;
    this.launch = launch;
    this.knock = knock;
  }

  /**
   * Connects to the root's daemon, and starts one if it must.
   *
   * @throws NoDaemonException if none can be started
   * @throws java.net.SocketTimeoutException if the deadline came first
   */
  TimedSocket start(Deadline deadline) throws IOException {
    root.create();
    root.checkOwner();
    Deadline until = deadline.orAfterMs(launch.timeoutMs());
    Deadline holder =
        Deadline.afterMs(STOPPED_HOLDER_MS + ThreadLocalRandom.current().nextInt(SPREAD_MS));
    var backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    while (!until.passed()) {
      try (StartingLock lock = StartingLock.tryTake(root.startingLock())) {
        // Whoever had the lock before may have started it.
        TimedSocket socket = knock.connect(until);
        if (socket != null) {
          return socket;
        }
        if (lock != null || holder.passed()) {
          return launch(until, deadline, lock != null);
        }
      }
      backoff.pause(until);
    }
    throw late(
        deadline, "Another client starts it, or tries to; " + root.startLog() + " may say more.");
  }

  private TimedSocket launch(Deadline until, Deadline deadline, boolean alone) throws IOException {
    for (long afterItsEndMs = AFTER_ITS_END_MS; ; afterItsEndMs *= 2) {
      DaemonProcess daemon = DaemonProcess.launch(root, launch.launcher(), alone);
      Deadline end = Deadline.NEVER;
      var backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
      while (!end.passed()) {
        if (until.passed()) {
          throw late(deadline, daemon.story());
        }
        backoff.pause(until);
        boolean ended = !daemon.isAlive();
        TimedSocket socket = knock.connect(until);
        if (socket != null) {
          return socket;
        }
        if (ended && end.never()) {
          end = Deadline.afterMs(afterItsEndMs);
        }
      }
      if (!daemon.foundRootOwned()) {
        throw new NoDaemonException(
            "The daemon that was started for " + root + " does not answer. " + daemon.story(),
            null);
      }
      // It found a daemon that has left since, without answering: that one was stopping.
    }
  }

  private IOException late(Deadline deadline, String story) {
    return deadline.passed()
        ? new java.net.SocketTimeoutException(
            "The daemon of " + root + " did not start in time. " + story)
        : new NoDaemonException(
            "No daemon of " + root + " answers after " + launch.timeoutMs() + " ms. " + story,
            null);
  }
}
