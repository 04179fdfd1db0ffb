package dev.larder.client.http;

/**
 * How long a socket's reads and writes wait.
 *
 * @param total until when all of them together may take
 * @param eachMs how long each one may take, in milliseconds
 */
public record Patience(Deadline total, long eachMs) {
  /** Waits until the peer or this end closes. */
  public static final Patience ENDLESS = new Patience(Deadline.NEVER, Long.MAX_VALUE);

  /** Until then, however it is shared out. */
  public static Patience until(Deadline deadline) {
    return new Patience(deadline, Long.MAX_VALUE);
  }

  /** So long for each part, and no bound on the whole. */
  public static Patience eachMs(long ms) {
    return new Patience(Deadline.NEVER, ms);
  }

  Deadline forNextWait() {
    return total.orAfterMs(eachMs);
  }
}
