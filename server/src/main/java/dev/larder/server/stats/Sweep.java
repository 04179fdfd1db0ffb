package dev.larder.server.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * A look over a document, in steps, for the entries that have to go by its {@link Retention}. It
 * goes over a snapshot, so the document may change in between; an entry that was written again
 * stays. Nothing is kept between two looks: the ages are with the entries. One thread, the
 * document's.
 */
public final class Sweep {
  /** The most entries that one look finds; there is another look for the rest. */
  public static final int MAX_GONE = 10_000;

  /** Written last, and further behind, comes first: what a full queue lets go. */
  private static final Comparator<Found> NEWEST_FIRST =
      Comparator.comparingLong(Found::writtenMs).thenComparingLong(Found::place).reversed();

  private final Retention retention;
  private final long nowMs;
  private final long excess;
  private final Iterator<Entry> left;
  private final PriorityQueue<Found> oldest = new PriorityQueue<>(NEWEST_FIRST);
  private long place;

  /** When the oldest of those that stay was written; what comes while this looks is newer. */
  private long nextMs;

  private record Found(Entry entry, long place) {
    long writtenMs() {
      return entry.writtenMs();
    }
  }

  /** Starts before the first entry of the document as it is now. */
  public Sweep(Document document, Retention retention, long nowMs) {
    this.retention = retention;
    this.nowMs = nowMs;
    this.nextMs = nowMs;
    this.excess = Math.max(0, document.entries() - retention.maxEntries());
    this.left = document.snapshot().iterator();
  }

  /** Looks at so many more entries; whether all were seen then. */
  public boolean look(int entries) {
    for (int i = 0; i < entries && left.hasNext(); i++) {
      consider(new Found(left.next(), place++));
    }
    return !left.hasNext();
  }

  private void consider(Found found) {
    if (excess == 0 && !retention.isOver(found.writtenMs(), nowMs)) {
      nextMs = Math.min(nextMs, found.writtenMs());
      return;
    }
    oldest.add(found);
    if (oldest.size() > MAX_GONE) {
      stays(oldest.remove());
    }
  }

  private void stays(Found found) {
    nextMs = Math.min(nextMs, found.writtenMs());
  }

  /**
   * The names of those that have to go, the oldest first; once all were seen.
   *
   * @param now the document, perhaps changed since
   */
  public List<String> gone(Document now) {
    List<Found> candidates = new ArrayList<>(oldest);
    candidates.sort(NEWEST_FIRST.reversed());
    List<String> gone = new ArrayList<>();
    long over = Math.min(excess, Math.max(0, now.entries() - retention.maxEntries()));
    for (Found found : candidates) {
      boolean goes = gone.size() < over || retention.isOver(found.writtenMs(), nowMs);
      if (!goes) {
        stays(found);
      } else if (now.get(found.entry().name()) == found.entry()) {
        gone.add(found.entry().name());
      }
    }
    return gone;
  }

  /**
   * The first time at which another look may find something, in milliseconds since 1970-01-01 UTC;
   * once {@link #gone} was asked.
   */
  public long nextDueMs() {
    return retention.expires() ? nextMs + retention.expireMs() : Long.MAX_VALUE;
  }
}
