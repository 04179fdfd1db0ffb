package dev.larder.server.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the journal has room. After a batch that found none, the daemon is not ready until a
 * later one is written, or, as no writes may come any more, until a file of some size could be
 * written beside the journal. The free space that the system reports would not do: quotas and
 * reserved blocks are not in it.
 */
final class SpaceWatch { // engine thread only, but for what is said otherwise
  private static final Logger LOG = LoggerFactory.getLogger(SpaceWatch.class);

  /** Room for the zeros that a batch writes ahead, and for a batch. */
  static final int PROBE_BYTES = 512 << 10;

  private final Path probe;
  private final Executor workers;

  /** Since when there has been no room; null while there is. Any thread reads it. */
  private volatile @Nullable Instant fullSince;

  /** A worker is at it. */
  private volatile boolean probing;

  SpaceWatch(Path state, Executor workers) throws IOException {
    this.probe = state.resolve("space.probe");
    this.workers = workers;
    // A kill in the middle of a probe must not cost room for ever.
    Files.deleteIfExists(probe);
  }

  /** Since when there has been no room; null while there is. Any thread. */
  @Nullable Instant fullSince() {
    return fullSince;
  }

  /** A batch found no room. */
  void refused() {
    if (fullSince == null) {
      LOG.warn("No space left for the journal: writes are refused until there is room again");
      fullSince = Instant.now();
    }
  }

  /** A batch was written. */
  void written() {
    if (fullSince != null) {
      heal();
    }
  }

  /** Time passed: lets a worker look for room, if there was none and none looks. */
  void tick() {
    if (fullSince != null && !probing) {
      probing = true;
      try {
        workers.execute(this::probe);
      } catch (RejectedExecutionException e) {
        LOG.debug("The daemon stops; nobody looks for room any more", e);
      }
    }
  }

  private void probe() { // a worker
    try {
      writeProbe();
      heal();
    } catch (IOException e) {
      LOG.debug("There is no room yet", e);
    } finally {
      probing = false;
    }
  }

  private void writeProbe() throws IOException {
    // Random, since a file system that compresses has room for any number of zeros.
    byte[] noise = new byte[PROBE_BYTES];
    new Random().nextBytes(noise);
    try (FileChannel channel =
        FileChannel.open(
            probe,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      ByteBuffer bytes = ByteBuffer.wrap(noise);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private void heal() {
    LOG.info("There is room for the journal again, after {}", fullSince);
    fullSince = null;
  }
}
