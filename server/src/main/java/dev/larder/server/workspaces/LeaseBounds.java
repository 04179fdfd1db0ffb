package dev.larder.server.workspaces;

/**
 * What a lease machine may hold, and for how long.
 *
 * @param waitersPerKey most build requests that wait for one key, beside the one that builds
 * @param graceMs how long the lease of a daemon's last run waits for its builder to resume
 * @param failures most failures remembered; past it the oldest is forgotten
 */
public record LeaseBounds(int waitersPerKey, long graceMs, int failures) {
  /** Long enough to start the daemon again, short enough for those who wait. */
  public static final long GRACE_MS = 10_000;

  /** About 2 MB with full-length names and reasons of ordinary length. */
  public static final int FAILURES = 10_000;

  /** The bounds of the contract, with the given limit of waiters. */
  public static LeaseBounds of(int waitersPerKey) {
    return new LeaseBounds(waitersPerKey, GRACE_MS, FAILURES);
  }

  /** Refuses bounds that would let nothing happen. */
  public LeaseBounds {
    if (waitersPerKey < 1 || graceMs < 0 || failures < 1) {
      throw new IllegalArgumentException(
          "Not bounds of leases: "
              + waitersPerKey
              + " waiters, "
              + graceMs
              + " ms, "
              + failures
              + " failures");
    }
  }
}
