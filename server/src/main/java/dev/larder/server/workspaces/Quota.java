package dev.larder.server.workspaces;

/**
 * How much the store may hold. Immutable.
 *
 * @param maxBytes of all ready results together; {@link #NO_LIMIT} for any number
 * @param maxAgeMs how long a result stays that nobody uses, in milliseconds; {@link #NO_LIMIT} for
 *     ever
 * @param minFreeBytes what the disk is to have left; 0 for nothing
 */
public record Quota(long maxBytes, long maxAgeMs, long minFreeBytes) {
  public static final long NO_LIMIT = Long.MAX_VALUE;

  /** No quota. */
  public static final Quota NONE = new Quota(NO_LIMIT, NO_LIMIT, 0);

  /** So much of a bound is left over, so that not each commit has to make its own room. */
  private static final int SLACK_PARTS = 10;

  /** The low-water mark: how far results are evicted, once they take more than they may. */
  public long lowBytes() {
    return maxBytes - maxBytes / SLACK_PARTS;
  }

  /** How many bytes must go from a disk that has so many left; 0 if it has enough. */
  public long missingBytes(long freeBytes) {
    return freeBytes >= minFreeBytes ? 0 : minFreeBytes - freeBytes + minFreeBytes / SLACK_PARTS;
  }

  public boolean hasMaxBytes() {
    return maxBytes != NO_LIMIT;
  }
}
