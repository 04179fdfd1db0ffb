package dev.larder.server.workspaces;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Chooses what leaves the store: the least recently used results first, and of those that may go
 * only. Pure; immutable once made.
 */
public final class Eviction {
  /** Why a result is evicted. */
  public enum Reason {
    /** All results together took more than the quota. */
    BYTES,
    /** Nobody used it for too long. */
    AGE,
    /** The disk had too little left. */
    SPACE,
    /** Somebody asked for it. */
    ASKED
  }

  /** Two results of the same moment go in the order in which they were built. */
  private static final Comparator<Kept> LEAST_RECENTLY_USED =
      Comparator.comparingLong(Kept::usedMs).thenComparingLong(kept -> kept.result().fence());

  private final List<Kept> candidates;
  private final long bytes;

  private Eviction(List<Kept> candidates, long bytes) {
    this.candidates = candidates;
    this.bytes = bytes;
  }

  /**
   * Looks at results.
   *
   * @param mayGo whether a result is neither pinned nor being built
   */
  public static Eviction among(Collection<Kept> kept, Predicate<Result> mayGo) {
    return new Eviction(
        kept.stream().filter(one -> mayGo.test(one.result())).sorted(LEAST_RECENTLY_USED).toList(),
        kept.stream().mapToLong(one -> one.result().bytes()).sum());
  }

  /** How many may go. */
  public int size() {
    return candidates.size();
  }

  /** Those that were last used before a moment. */
  public Eviction usedBefore(long moment) {
    return new Eviction(
        candidates.stream().takeWhile(one -> one.usedMs() < moment).toList(), bytes);
  }

  /** Those that must go so that all that was looked at takes no more than so many bytes. */
  public List<Kept> downTo(long targetBytes) {
    return freeing(bytes - targetBytes);
  }

  /** Those that must go so that at least so many bytes become free; all, if they are fewer. */
  public List<Kept> freeing(long missingBytes) {
    List<Kept> going = new ArrayList<>();
    long left = missingBytes;
    for (Kept one : candidates) {
      if (left <= 0) {
        break;
      }
      going.add(one);
      left -= one.result().bytes();
    }
    return going;
  }

  /** All that may go. */
  public List<Kept> all() {
    return candidates;
  }
}
