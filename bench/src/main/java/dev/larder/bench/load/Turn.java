package dev.larder.bench.load;

import dev.larder.bench.measure.Latency;

/**
 * What came of some time of load.
 *
 * @param operations that were answered
 * @param seconds from the first request to the last answer
 */
public record Turn(long operations, double seconds, Latency latency) {
  /** Operations a second. */
  public double perSecond() {
    return operations / seconds;
  }
}
