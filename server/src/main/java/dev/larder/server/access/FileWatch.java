package dev.larder.server.access;

import java.io.Closeable;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at files about once a second, in a thread of its own. Any thread may call it.
 *
 * <p>Looking, and not inotify(7): that tells nothing of network file systems, and the files are few
 * and small.
 */
public final class FileWatch implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

  /** A change is in force after two looks. */
  private static final long LOOK_MS = 1000;

  private final List<Watched<?>> watched;
  private final Semaphore asked = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "access");

  public FileWatch(List<Watched<?>> watched) {
    this.watched = List.copyOf(watched);
    thread.setDaemon(true);
  }

  /** Starts the thread, if there is anything to look at. */
  public void start() {
    if (!watched.isEmpty()) {
      thread.start();
    }
  }

  /** Has everything that changed read at once. */
  public void lookNow() {
    asked.release();
  }

  private void run() {
    try {
      while (true) {
        boolean atOnce = asked.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS);
        for (Watched<?> files : watched) {
          look(files, atOnce);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Files are watched no more", e);
    }
  }

  private static void look(Watched<?> files, boolean atOnce) {
    try {
      files.look(atOnce);
    } catch (RuntimeException e) {
      LOG.error("Watching files met a bug; what is in force stays so", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
