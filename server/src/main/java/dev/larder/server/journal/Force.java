package dev.larder.server.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door to fsync in this room, so that each force is timed and each failure is known as one.
 *
 * <p>A failed force is never tried again: Linux marks the pages clean or drops them, and the next
 * fsync reports success for data that never reached the disk (PostgreSQL's "fsyncgate" of 2018;
 * Rebello et al., "Can Applications Recover from fsync Failures?", USENIX ATC 2020).
 */
final class Force {
  /** A force that takes longer is told in the log: the disk is in trouble, or shared too much. */
  static final long SLOW_MS = 1_000;

  /** A disk in trouble is slow at every force: one line a minute tells it. */
  private static final long TOLD_EVERY_NS = TimeUnit.MINUTES.toNanos(1);

  private static final AtomicLong TELL_AGAIN_NS = new AtomicLong(System.nanoTime());
  private static final LongAdder UNTOLD = new LongAdder();

  private static final Logger LOG = LoggerFactory.getLogger(Force.class);

  private Force() {}

  /**
   * Forces the bytes, and of the metadata what is needed to read them back: fdatasync(2).
   *
   * @throws ForceFailedException if the system reports any failure
   */
  static void data(FileChannel channel, Path path) throws ForceFailedException {
    force(channel, path, false);
  }

  /**
   * Forces bytes and metadata, fsync(2): after a file was cut, since fdatasync(2) promises only
   * what is needed to read the data that is left.
   *
   * @throws ForceFailedException if the system reports any failure
   */
  static void all(FileChannel channel, Path path) throws ForceFailedException {
    force(channel, path, true);
  }

  private static void force(FileChannel channel, Path path, boolean metadata)
      throws ForceFailedException {
    long started = System.nanoTime();
    try {
      channel.force(metadata);
    } catch (IOException e) {
      throw new ForceFailedException(path, e);
    }
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    if (tookMs > SLOW_MS) {
      tellSlow(path, tookMs);
    }
  }

  private static void tellSlow(Path path, long tookMs) {
    long nowNs = System.nanoTime();
    long againNs = TELL_AGAIN_NS.get();
    if (nowNs - againNs < 0 || !TELL_AGAIN_NS.compareAndSet(againNs, nowNs + TOLD_EVERY_NS)) {
      UNTOLD.increment();
      return;
    }
    long untold = UNTOLD.sumThenReset();
    LOG.warn(
        "Forcing {} to disk took {} ms, and every write waits for that; {} more were as slow since"
            + " this was told last",
        path,
        tookMs,
        untold);
  }
}
