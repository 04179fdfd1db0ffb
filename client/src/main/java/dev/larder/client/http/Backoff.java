package dev.larder.client.http;

import java.io.IOException;

/** Pauses that double, for waiting on what gives no sign when it happens. One thread. */
public final class Backoff {
  private final long longestMs;
  private long nextMs;

  /** Pauses of at first, and at last, that many milliseconds. */
  public Backoff(long firstMs, long longestMs) {
    this.nextMs = firstMs;
    this.longestMs = longestMs;
  }

  /** Pauses; throws what {@link Deadline#pauseMs} throws. */
  public void pause(Deadline deadline) throws IOException {
    deadline.pauseMs(nextMs);
    nextMs = Math.min(2 * nextMs, longestMs);
  }
}
