package dev.larder.bench.measure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * How long operations took, by HdrHistogram with three digits. One thread at a time.
 *
 * <p>Where requests are due at fixed times, what counts is the time from when one was due, not from
 * when it could be sent: else a stall hides all that it delayed ("coordinated omission", Gil Tene).
 */
public final class Latency {
  private static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int DIGITS = 3;

  private final Histogram nanos = new Histogram(HIGHEST_NANOS, DIGITS);

  /** One operation. */
  public void record(long tookNanos) {
    nanos.recordValue(Math.min(HIGHEST_NANOS, Math.max(0, tookNanos)));
  }

  /** Adds what another one holds. */
  public void add(Latency other) {
    nanos.add(other.nanos);
  }

  /** How many operations. */
  public long count() {
    return nanos.getTotalCount();
  }

  /** Microseconds within which that share of the operations ended, as 99.9. */
  public double us(double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1e3;
  }

  /** Forgets all. */
  public void reset() {
    nanos.reset();
  }
}
