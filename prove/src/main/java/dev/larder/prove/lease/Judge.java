package dev.larder.prove.lease;

import dev.larder.prove.lease.Event.Broken;
import dev.larder.prove.lease.Event.Granted;
import dev.larder.prove.lease.Event.Restarted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says what in a history no correct daemon can have done. Pure; any thread may use it.
 *
 * @param graceNanos how long the lease of a daemon that went waits for its builder
 */
record Judge(long graceNanos) {
  /** The broken promises, in plain words; empty where all were kept. */
  List<String> faults(List<Event> history) {
    List<String> faults = new ArrayList<>();
    for (Event event : history) {
      if (event instanceof Broken broken) {
        faults.add(broken.what());
      }
    }
    fencesRise(history, faults);
    List<Restarted> restarts = of(Restarted.class, history);
    byKey(history)
        .forEach(
            (key, events) -> {
              new LeaseRules(key, events, restarts, graceNanos).judge(faults);
              new ResultRules(key, events).judge(faults);
            });
    return faults;
  }

  /** Over all keys and restarts: a lease granted after another one has the higher number. */
  private static void fencesRise(List<Event> history, List<String> faults) {
    List<Granted> grants = grants(history);
    List<Granted> bySeen =
        grants.stream().sorted(Comparator.comparingLong(Granted::untilNanos)).toList();
    List<Granted> byBegin =
        grants.stream().sorted(Comparator.comparingLong(Granted::sinceNanos)).toList();
    long highest = 0;
    int seen = 0;
    for (Granted grant : byBegin) {
      while (seen < bySeen.size() && bySeen.get(seen).untilNanos() < grant.sinceNanos()) {
        highest = Math.max(highest, bySeen.get(seen++).fence());
      }
      if (grant.fence() <= highest) {
        faults.add("the fence " + grant.fence() + " was granted after " + highest);
      }
    }
  }

  /** The grants that are not resumes. */
  static List<Granted> grants(List<Event> events) {
    return of(Granted.class, events).stream().filter(grant -> !grant.resumed()).toList();
  }

  static <T extends Event> List<T> of(Class<T> kind, List<Event> events) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Map<String, List<Event>> byKey(List<Event> history) {
    Map<String, List<Event>> byKey = new LinkedHashMap<>();
    for (Event event : history) {
      if (!event.key().isEmpty()) {
        byKey.computeIfAbsent(event.key(), key -> new ArrayList<>()).add(event);
      }
    }
    return byKey;
  }
}
