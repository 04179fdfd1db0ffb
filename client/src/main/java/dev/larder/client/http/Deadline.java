package dev.larder.client.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;

/**
 * A moment until which something may take. Immutable.
 *
 * @param atNanos the moment, on the clock of {@link System#nanoTime}; meaningless where it is never
 * @param never whether that moment never comes
 */
public record Deadline(long atNanos, boolean never) {
  /** No bound. */
  public static final Deadline NEVER = new Deadline(0, true);

  /** Longest span that the clock's 63 bits take with room to spare: some 146 years. */
  private static final long MAX_MS = Long.MAX_VALUE / 2_000_000;

  /** So many milliseconds from now; more than the clock can count is never. */
  public static Deadline afterMs(long ms) {
    return ms > MAX_MS ? NEVER : new Deadline(System.nanoTime() + ms * 1_000_000, false);
  }

  /** What is left, in milliseconds, rounded up; 0 if it has passed. */
  public long remainingMs() {
    if (never) {
      return Long.MAX_VALUE;
    }
    long nanos = atNanos - System.nanoTime();
    return nanos <= 0 ? 0 : (nanos + 999_999) / 1_000_000;
  }

  public boolean passed() {
    return remainingMs() == 0;
  }

  /** The sooner one of this and so many milliseconds from now. */
  public Deadline orAfterMs(long ms) {
    return remainingMs() <= ms ? this : afterMs(ms);
  }

  /**
   * Sleeps, but not past this deadline.
   *
   * @throws SocketTimeoutException if it has passed already
   * @throws ClosedByInterruptException if the thread is interrupted; its interrupt status stays set
   */
  public void pauseMs(long ms) throws IOException {
    long remainingMs = remainingMs();
    if (remainingMs == 0) {
      throw new SocketTimeoutException("There is no time left to try again");
    }
    try {
      Thread.sleep(Math.min(ms, remainingMs));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** What an interrupted wait ends with; sets the thread's interrupt status again. */
  static ClosedByInterruptException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    var interrupted = new ClosedByInterruptException();
    interrupted.initCause(cause);
    return interrupted;
  }
}
