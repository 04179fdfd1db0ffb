package dev.larder.prove.lease;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All that was seen in one round. Any thread may use it. */
final class History {
  private final List<Event> events = new ArrayList<>();
  private long grants;

  /** Writes down what was seen. */
  synchronized void add(Event event) {
    events.add(event);
    if (event instanceof Event.Granted) {
      grants++;
    }
  }

  /** How many leases were granted so far. */
  synchronized long grants() {
    return grants;
  }

  /** All of it, in the order in which it was over. */
  synchronized List<Event> all() {
    return events.stream().sorted(Comparator.comparingLong(Event::untilNanos)).toList();
  }
}
