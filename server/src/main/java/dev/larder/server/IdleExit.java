package dev.larder.server;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a daemon that nobody has used for a while leave: never while a client is connected, a stream
 * is open or a lease is held.
 */
final class IdleExit { // its own thread
  private static final Logger LOG = LoggerFactory.getLogger(IdleExit.class);

  /** How many times within the idle time it looks. */
  private static final int LOOKS = 20;

  private final Daemon daemon;
  private final Duration idle;

  IdleExit(Daemon daemon, Duration idle) {
    this.daemon = daemon;
    this.idle = idle;
  }

  void start() {
    Thread watch = new Thread(this::run, "idle-exit");
    watch.setDaemon(true);
    watch.start();
  }

  private void run() {
    long lookMs = Math.max(1, idle.toMillis() / LOOKS);
    int quietLooks = 0;
    try {
      while (quietLooks < LOOKS) {
        Thread.sleep(lookMs);
        quietLooks = daemon.isBusy() || daemon.wasUsed() ? 0 : quietLooks + 1;
      }
      LOG.info("Nobody has used this daemon for {}; it leaves", idle);
      daemon.askToStop();
    } catch (InterruptedException e) {
      LOG.debug("The watch for idleness ends", e);
    }
  }
}
