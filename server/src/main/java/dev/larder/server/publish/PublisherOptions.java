package dev.larder.server.publish;

import org.jspecify.annotations.Nullable;

/**
 * The publisher's numbers.
 *
 * @param maxDelayMs how far a published file may be behind while writes go on, in milliseconds
 * @param dutyPercent the share of its thread's time that publishing may take while writes go on, 1
 *     to 100; where this and the delay cannot both hold, the share does
 * @param retryMinMs the pause after a target's first failed attempt; doubled with each further one
 * @param retryMaxMs the longest pause between two attempts of a failing target
 * @param usualMode the mode of a new file for which none is set; null for 0666 less the umask
 * @param observer is told of each attempt
 */
public record PublisherOptions(
    long maxDelayMs,
    int dutyPercent,
    long retryMinMs,
    long retryMaxMs,
    @Nullable FileMode usualMode,
    PublishObserver observer) {

  /** 200 ms behind, a quarter of the time, attempts 250 ms to 30 s apart. */
  public static final PublisherOptions DEFAULTS = new PublisherOptions(200, 25, 250, 30_000);

  /** Options that leave the mode of new files to the umask, of a publisher nobody looks at. */
  public PublisherOptions(long maxDelayMs, int dutyPercent, long retryMinMs, long retryMaxMs) {
    this(maxDelayMs, dutyPercent, retryMinMs, retryMaxMs, null, PublishObserver.NOBODY);
  }

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a number is out of its bounds
   */
  public PublisherOptions {
    if (maxDelayMs < 0 || dutyPercent < 1 || dutyPercent > 100) {
      throw new IllegalArgumentException("maxDelayMs " + maxDelayMs + ", duty " + dutyPercent);
    }
    if (retryMinMs < 1 || retryMaxMs < retryMinMs) {
      throw new IllegalArgumentException("retry " + retryMinMs + " to " + retryMaxMs + " ms");
    }
  }
}
