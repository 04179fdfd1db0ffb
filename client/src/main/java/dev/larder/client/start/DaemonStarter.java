package dev.larder.client.start;

import dev.larder.client.http.Backoff;
import dev.larder.client.http.Deadline;
import dev.larder.client.http.TimedSocket;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Starts a root's daemon so that of any number of clients one starts it and all connect to it. Any
 * thread may call it.
 *
 * <p>One client holds the starting lock while it starts a daemon and until that answers or ends;
 * the others try to connect, and try for the lock. Whoever starts a daemon gives signs of life
 * meanwhile, so that a slow start is waited for, and a starter that is stopped (SIGSTOP, a frozen
 * container) is not: after {@link #STOPPED_HOLDER_MS} without a sign the next one starts a daemon
 * without the lock. That is safe, only not thrifty: which daemon owns the root is decided by the
 * daemons' own lock, and a second one ends.
 */
final class DaemonStarter {
  /** A lock whose holder gives no sign for longer than this is passed by. */
  static final long STOPPED_HOLDER_MS = 5_000;

  /** Spreads those who pass it by, so that the others see the first one's signs. */
  private static final int SPREAD_MS = 1_000;

  private static final long FIRST_PAUSE_MS = 5;
  private static final long LONGEST_PAUSE_MS = 50;

  /**
   * How long another daemon may still answer after the one that was started here has ended; twice
   * as long after each further one, since on a machine that is that busy one more helps nobody.
   */
  private static final long AFTER_ITS_END_MS = 1_000;

  /** The same where it ended because another one owns the root; then one is started again. */
  private static final long OWNED_MS = 500;

  private final Root root;
  private final Launch launch;
  private final Knock knock;
  private final long stoppedHolderMs;

  /** Tries to connect. */
  @FunctionalInterface
  interface Knock {
    /** Returns null if nobody listens. */
    @Nullable TimedSocket connect(Deadline deadline) throws IOException;
  }

  /**
   * A starter.
   *
   * @param stoppedHolderMs after how long without a sign a starter is taken for stopped
   */
  DaemonStarter(Root root, Launch launch, Knock knock, long stoppedHolderMs) {
    this.root = root;
    this.launch = launch;
    this.knock = knock;
    this.stoppedHolderMs = stoppedHolderMs;
  }

  /**
   * Connects to the root's daemon, and starts one if it must.
   *
   * @throws NoDaemonException if none can be started
   * @throws SocketTimeoutException if the deadline came first
   */
  TimedSocket start(Deadline deadline) throws IOException {
    root.create();
    root.checkOwner();
    Deadline until = deadline.orAfterMs(launch.timeoutMs());
    var signs = new Signs();
    var backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    while (!until.passed()) {
      try (StartingLock lock = StartingLock.tryTake(root.startingLock())) {
        // Whoever had the lock before may have started it.
        TimedSocket socket = knock.connect(until);
        if (socket != null) {
          return socket;
        }
        if (lock != null || signs.haveCeased()) {
          return launch(until, deadline, lock != null);
        }
      }
      backoff.pause(until);
    }
    throw late(
        deadline, "Another client starts it, or tries to; " + root.startLog() + " may say more.");
  }

  /** The signs of life of whoever starts a daemon, as this client sees them. */
  private final class Signs {
    private @Nullable FileTime last;
    private @Nullable Deadline patience;

    boolean haveCeased() throws IOException {
      FileTime sign = DaemonProcess.lastSign(root);
      if (patience != null && Objects.equals(sign, last)) {
        return patience.passed();
      }
      last = sign;
      int spreadMs = ThreadLocalRandom.current().nextInt(SPREAD_MS);
      patience = Deadline.afterMs(stoppedHolderMs + spreadMs);
      return false;
    }
  }

  private TimedSocket launch(Deadline until, Deadline deadline, boolean alone) throws IOException {
    for (int factor = 1; ; factor *= 2) {
      DaemonProcess daemon = DaemonProcess.launch(root, launch.launcher(), alone);
      Deadline end = Deadline.NEVER;
      var backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
      while (!end.passed()) {
        if (until.passed()) {
          throw late(deadline, daemon.story());
        }
        backoff.pause(until);
        daemon.giveSign();
        boolean ended = !daemon.isAlive();
        TimedSocket socket = knock.connect(until);
        if (socket != null) {
          return socket;
        }
        if (ended && end.never()) {
          end = Deadline.afterMs(factor * (daemon.foundRootOwned() ? OWNED_MS : AFTER_ITS_END_MS));
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
        ? new SocketTimeoutException("The daemon of " + root + " did not start in time. " + story)
        : new NoDaemonException(
            "No daemon of " + root + " answers after " + launch.timeoutMs() + " ms. " + story,
            null);
  }
}
