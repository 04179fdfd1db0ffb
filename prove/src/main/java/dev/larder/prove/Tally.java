package dev.larder.prove;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a part counted, in the order of first mention. Any thread may use it. */
public final class Tally {
  private final Map<String, Long> counts = new LinkedHashMap<>();

  /** Counts one more. */
  public void add(String what) {
    add(what, 1);
  }

  /** Counts that many more; 0 makes the line appear. */
  public synchronized void add(String what, long count) {
    counts.merge(what, count, Long::sum);
  }

  /** The count; 0 for what was never counted. */
  public synchronized long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** All counts, as they are now. */
  public synchronized Map<String, Long> all() {
    return new LinkedHashMap<>(counts);
  }
}
