package dev.larder.server.ops;

import dev.larder.server.engine.EngineObserver;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was seen of the engine's work since the start, for {@link Metrics}. Made before the engine;
 * any thread.
 */
public final class Observations implements EngineObserver {
  private static final long MICROS = 1_000;
  private static final long MILLIS = 1_000_000;
  private static final long SECONDS = 1_000_000_000;

  // From a disk with a battery behind its cache to one in trouble; a force over 1 s is slow.
  final Buckets forceNs = diskTimes();
  final Buckets publishNs = diskTimes();
  final Buckets checkpointNs =
      new Buckets(
          10 * MILLIS,
          50 * MILLIS,
          100 * MILLIS,
          500 * MILLIS,
          SECONDS,
          5 * SECONDS,
          10 * SECONDS,
          30 * SECONDS,
          60 * SECONDS,
          300 * SECONDS);

  /** The last bound is the engine's largest batch. */
  final Buckets batchWrites = new Buckets(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 4096);

  final LongAdder journalBytes = new LongAdder();
  final LongAdder publishFailures = new LongAdder();
  final LongAdder checkpointFailures = new LongAdder();

  private static Buckets diskTimes() {
    return new Buckets(
        100 * MICROS,
        250 * MICROS,
        500 * MICROS,
        MILLIS,
        2500 * MICROS,
        5 * MILLIS,
        10 * MILLIS,
        25 * MILLIS,
        50 * MILLIS,
        100 * MILLIS,
        250 * MILLIS,
        500 * MILLIS,
        SECONDS,
        2500 * MILLIS,
        5 * SECONDS,
        10 * SECONDS);
  }

  @Override
  public void forced(int bytes, long tookNs) {
    journalBytes.add(bytes);
    forceNs.observe(tookNs);
  }

  @Override
  public void published(long tookNs) {
    publishNs.observe(tookNs);
  }

  @Override
  public void publishFailed() {
    publishFailures.increment();
  }

  @Override
  public void committed(int writes) {
    batchWrites.observe(writes);
  }

  @Override
  public void checkpointed(long tookNs) {
    checkpointNs.observe(tookNs);
  }

  @Override
  public void checkpointFailed() {
    checkpointFailures.increment();
  }
}
