package dev.larder.server.publish;

import java.util.concurrent.TimeUnit;

/**
 * How soon one document may be written again. Times are those of {@link System#nanoTime}.
 * Publisher's thread only.
 *
 * <p>Let a write take {@code d}. Readers are farthest behind just before a new file takes its
 * place: by the time between two starts plus {@code d}. So starts {@code maxDelay - 2d} apart keep
 * the bound with {@code d} to spare. But they are never closer than the duty allows: with a duty of
 * 25 % and {@code n} documents that want to be written, each of them pauses until {@code 4nd} after
 * its start, which gives all together a quarter of the thread's time and each the same share of it,
 * so that a small document does not wait for a huge one's pause.
 *
 * <p>After quiet both times lie in the past: the first change is written at once. Who waits for a
 * version to be published is not kept waiting by {@code maxDelay}, only by the duty.
 */
final class Pace {
  private final long maxDelayNs;
  private final int dutyPercent;
  private long startedNs;
  private long tookNs;
  private boolean hasHistory;

  /**
   * A document that was not written yet.
   *
   * @param nowNs since when it waits
   */
  Pace(PublisherOptions options, long nowNs) {
    this.maxDelayNs = TimeUnit.MILLISECONDS.toNanos(options.maxDelayMs());
    this.dutyPercent = options.dutyPercent();
    this.startedNs = nowNs;
  }

  void wrote(long startNs, long endNs) {
    startedNs = startNs;
    tookNs = endNs - startNs;
    hasHistory = true;
  }

  /** Whether it was written before: only then it competes for the duty's share of time. */
  boolean hasHistory() {
    return hasHistory;
  }

  /**
   * The earliest start of the next write.
   *
   * @param contenders how many documents want to be written and have a history, at least 1
   * @param hasWaiter whether somebody waits for this document to be published
   */
  long nextStartNs(int contenders, boolean hasWaiter) {
    if (!hasHistory) {
      return startedNs;
    }
    long byDuty = tookNs * contenders * 100 / dutyPercent;
    long byDelay = hasWaiter ? 0 : maxDelayNs - 2 * tookNs;
    return startedNs + Math.max(byDuty, byDelay);
  }
}
