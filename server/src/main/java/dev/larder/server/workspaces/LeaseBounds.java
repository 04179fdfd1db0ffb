package dev.larder.server.workspaces;

/**
 * What a lease machine may hold, and for how long.
 *
 * @param waitersPerKey most build requests that wait for one key, beside the one that builds
 * @param graceMs how long the lease of a daemon's last run waits for its builder to resume
 * @param failures most failures remembered; past it the oldest is forgotten
 * @param builds most builds at once, of all names; {@link #UNBOUNDED} for no bound
 */
public record LeaseBounds(int waitersPerKey, long graceMs, int failures, int builds) {
  /** As many builds as are asked for: it is the clients' machines that they load. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  /** Long enough to start the daemon again, short enough for those who wait. */
  public static final long GRACE_MS = 10_000;

  /** About 2 MB with full-length names and reasons of ordinary length. */
  public static final int FAILURES = 10_000;

  /** The bounds of the contract, with the given limit of waiters. */
  public static LeaseBounds of(int waitersPerKey) {
    return new LeaseBounds(waitersPerKey, GRACE_MS, FAILURES);
  }

  /** Bounds without one of the builds. */
  public LeaseBounds(int waitersPerKey, long graceMs, int failures) {
    this(waitersPerKey, graceMs, failures, UNBOUNDED);
  }

  /** Refuses bounds that would let nothing happen. */
  public LeaseBounds {
    if (waitersPerKey < 1 || graceMs < 0 || failures < 1 || builds < 1) {
      throw new IllegalArgumentException(
          "Not bounds of leases: "
              + waitersPerKey
              + " waiters, "
              + graceMs
              + " ms, "
              + failures
              + " failures, "
              + builds
              + " builds");
    }
  }
}
