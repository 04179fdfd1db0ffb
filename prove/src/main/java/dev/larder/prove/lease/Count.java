package dev.larder.prove.lease;

import dev.larder.prove.Tally;
import dev.larder.prove.lease.Event.Forgotten;
import dev.larder.prove.lease.Event.Granted;
import dev.larder.prove.lease.Event.Lost;
import dev.larder.prove.lease.Event.Refused;
import dev.larder.prove.lease.Event.Restarted;
import dev.larder.prove.lease.Event.Told;
import dev.larder.prove.lease.Event.Use;
import dev.larder.prove.lease.Event.Used;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what a history shows. */
final class Count {
  private final Tally tally;

  Count(Tally tally) {
    this.tally = tally;
  }

  void add(List<Event> history) {
    List<Granted> all = Judge.of(Granted.class, history);
    List<Used> uses = Judge.of(Used.class, history);
    tally.add("leases", Judge.grants(history).size());
    tally.add(
        "builds", uses.stream().filter(use -> use.use() == Use.COMMIT && use.accepted()).count());
    tally.add("results told", Judge.of(Told.class, history).size());
    tally.add("failures told", Judge.of(Refused.class, history).size());
    tally.add("resumed leases", all.stream().filter(Granted::resumed).count());
    tally.add(
        "fenced-off commits",
        uses.stream().filter(use -> use.use() == Use.COMMIT && use.status() == 409).count());
    tally.add(
        "forgotten results",
        Judge.of(Forgotten.class, history).stream().filter(gone -> gone.status() == 204).count());
    tally.add("restarts", Judge.of(Restarted.class, history).size());
    handOvers(history);
  }

  /** A hand-over: a lease of a key that follows one of the same key, by what that one ended. */
  private void handOvers(List<Event> history) {
    Map<Long, Cause> causes = new HashMap<>();
    Judge.of(Lost.class, history).forEach(lost -> causes.putIfAbsent(lost.fence(), lost.cause()));
    Map<String, Cause> before = new HashMap<>();
    List<Granted> grants =
        Judge.grants(history).stream().sorted(Comparator.comparingLong(Granted::fence)).toList();
    for (Granted grant : grants) {
      Cause cause = before.get(grant.key());
      if (cause != null && cause != Cause.COMMIT) {
        tally.add(row(cause));
      }
      before.remove(grant.key());
      if (causes.containsKey(grant.fence())) {
        before.put(grant.key(), causes.get(grant.fence()));
      }
    }
  }

  /** The tally's row of the hand-overs after that. */
  static String row(Cause cause) {
    return "hand-overs after " + cause;
  }
}
