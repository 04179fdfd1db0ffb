package dev.larder.server;

import dev.larder.server.http.ServiceNotices;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager twice within its limit that the daemon works: each time only after the
 * engine has answered. An engine that hangs ends the messages, and then the manager ends the daemon
 * and starts another, which recovers.
 */
final class Watchdog { // its own thread
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private static final int TELLS_WITHIN_LIMIT = 2;

  private final Daemon daemon;
  private final ServiceNotices notices;
  private final Duration limit;

  Watchdog(Daemon daemon, ServiceNotices notices, Duration limit) {
    this.daemon = daemon;
    this.notices = notices;
    this.limit = limit;
  }

  void start() {
    Thread watch = new Thread(this::run, "watchdog");
    watch.setDaemon(true);
    watch.start();
  }

  private void run() {
    long tellMs = Math.max(1, limit.toMillis() / TELLS_WITHIN_LIMIT);
    try {
      while (true) {
        daemon.isBusy(); // The answer does not matter: the engine has given one.
        notices.alive();
        Thread.sleep(tellMs);
      }
    } catch (InterruptedException e) {
      LOG.debug("The watchdog ends", e);
    }
  }
}
