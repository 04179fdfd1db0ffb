package dev.larder.server.publish;

import java.util.concurrent.TimeUnit;

/**
 * When to try again what failed: after {@code retryMinMs}, then twice as long each time, up to
 * {@code retryMaxMs}. Times are those of {@link System#nanoTime}. Publisher's thread only.
 */
final class Backoff {
  private final long minNs;
  private final long maxNs;
  private long pauseNs;
  private long retryAtNs;
  private int failures;

  Backoff(PublisherOptions options) {
    this.minNs = TimeUnit.MILLISECONDS.toNanos(options.retryMinMs());
    this.maxNs = TimeUnit.MILLISECONDS.toNanos(options.retryMaxMs());
  }

  void failed(long nowNs) {
    pauseNs = failures == 0 ? minNs : Math.min(maxNs, pauseNs * 2);
    retryAtNs = nowNs + pauseNs;
    failures++;
  }

  void succeeded() {
    failures = 0;
  }

  /** How often it failed in a row. */
  int failures() {
    return failures;
  }

  boolean isFailing() {
    return failures > 0;
  }

  /** The earliest time of the next attempt; only while {@link #isFailing}. */
  long retryAtNs() {
    return retryAtNs;
  }

  boolean isPausing(long nowNs) {
    return isFailing() && retryAtNs - nowNs > 0;
  }
}
