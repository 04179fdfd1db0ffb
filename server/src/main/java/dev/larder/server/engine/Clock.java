package dev.larder.server.engine;

/**
 * Milliseconds since 1970-01-01 UTC that never go back while the daemon runs: the wall clock at its
 * start, and from there the monotonic clock, so that a clock that is set does not end a grace.
 *
 * <p>Any thread.
 */
final class Clock {
  private final long startedMs = System.currentTimeMillis();
  private final long startedNs = System.nanoTime();

  long nowMs() {
    return startedMs + (System.nanoTime() - startedNs) / 1_000_000;
  }
}
