package dev.larder.prove.lease;

import java.util.ArrayList;
import java.util.List;

/** A promise that a history breaks, and the fewest events that show it. */
record Fault(String what, List<Event> events) {
  /** Takes out of a history whatever is not needed to see the same fault in it. */
  static Fault smallest(String what, List<Event> history, Judge judge) {
    List<Event> left = new ArrayList<>(history);
    for (int chunk = Math.max(1, left.size() / 2); chunk >= 1; chunk /= 2) {
      for (int from = 0; from < left.size(); ) {
        List<Event> fewer = new ArrayList<>(left);
        fewer.subList(from, Math.min(left.size(), from + chunk)).clear();
        if (judge.faults(fewer).contains(what)) {
          left = fewer;
        } else {
          from += chunk;
        }
      }
    }
    return new Fault(what, List.copyOf(left));
  }
}
