package dev.larder.server;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, once a second, whether the root is still where it was, and the socket in it.
 *
 * <p>A root that was moved or removed is no longer this daemon's: what it has open goes on
 * existing, but whatever it made by its path from now on would lie in a folder that may be another
 * daemon's. So it ends at once; what was answered is in the folder that was moved. A socket that
 * was deleted (by a cleaner of temporary files, say) is made again: without it no client would find
 * the daemon, nor could another one start.
 */
final class RootWatch { // its own thread
  private static final Logger LOG = LoggerFactory.getLogger(RootWatch.class);

  private static final long LOOK_MS = 1000;

  private final Daemon daemon;
  private final Thread thread = new Thread(this::run, "root-watch");

  RootWatch(Daemon daemon) {
    this.daemon = daemon;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Ends the watch: when this returns it makes no socket any more. */
  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(LOOK_MS);
        daemon.endIfMoved();
        renewSocket();
      }
    } catch (InterruptedException e) {
      LOG.debug("The watch of the root ends, as the stop asks");
    }
  }

  private void renewSocket() throws InterruptedException {
    try {
      if (daemon.renewSocket()) {
        LOG.warn("Somebody deleted the socket; the daemon listens at its place again");
      }
    } catch (IOException e) {
      LOG.warn("The socket was deleted and could not be made again; the next look tries", e);
    }
  }
}
