package dev.larder.server.ops;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * A histogram of whole numbers: how many observations were at most each bound, and their sum. It is
 * a few counters, so that watching costs the engine nanoseconds, and a daemon that nobody scrapes
 * no library. Any thread; a reader may see an observation in the counts before it is in the sum.
 */
final class Buckets {
  private final long[] bounds;
  private final AtomicLongArray counts;
  private final LongAdder sum = new LongAdder();

  /**
   * Empty ones.
   *
   * @param bounds rising; an observation belongs to the first that is not below it
   */
  Buckets(long... bounds) {
    this.bounds = bounds.clone();
    this.counts = new AtomicLongArray(bounds.length + 1);
  }

  void observe(long value) {
    int bucket = 0;
    while (bucket < bounds.length && bounds[bucket] < value) {
      bucket++;
    }
    counts.incrementAndGet(bucket);
    sum.add(value);
  }

  /**
   * The bounds in another unit, with infinity behind them.
   *
   * @param unit how many of ours are one of theirs
   */
  double[] bounds(double unit) {
    double[] scaled = new double[bounds.length + 1];
    for (int i = 0; i < bounds.length; i++) {
      scaled[i] = bounds[i] / unit;
    }
    scaled[bounds.length] = Double.POSITIVE_INFINITY;
    return scaled;
  }

  /** How many observations each bucket has, none of them counted twice; the last has no bound. */
  long[] counts() {
    long[] copy = new long[counts.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = counts.get(i);
    }
    return copy;
  }

  long sum() {
    return sum.sum();
  }
}
