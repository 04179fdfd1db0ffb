package dev.larder.server.workspaces;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How long the last builds of one name took, the oldest first. Immutable.
 *
 * <p>The median of a few: one build on a machine that was busy, or of a key that was almost
 * nothing, does not make the next one's waiters expect the wrong thing.
 */
record BuildTimes(List<Built> last) {
  /** Builds that are remembered. */
  static final int MOST = 9;

  static final BuildTimes NONE = new BuildTimes(List.of());

  /**
   * One build.
   *
   * @param created when its result was committed
   */
  record Built(Instant created, long buildMs, long fence) {}

  /** Adds a build, which may come again, and in any order. */
  BuildTimes with(Built built) {
    if (last.contains(built)) {
      return this;
    }
    List<Built> all = new ArrayList<>(last);
    all.add(built);
    all.sort(Comparator.comparing(Built::created).thenComparing(Built::fence));
    return new BuildTimes(List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size())));
  }

  /** The median; of two in the middle the shorter one. There must be one. */
  long medianMs() {
    long[] sorted = last.stream().mapToLong(Built::buildMs).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }
}
