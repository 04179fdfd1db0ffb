package dev.larder.prove.lease;

import dev.larder.prove.lease.Event.Forgotten;
import dev.larder.prove.lease.Event.Refused;
import dev.larder.prove.lease.Event.Told;
import dev.larder.prove.lease.Event.Use;
import dev.larder.prove.lease.Event.Used;
import java.util.List;

/** What holds of what those who asked for one key were told. */
final class ResultRules {
  private final String key;
  private final List<Used> uses;
  private final List<Told> told;
  private final List<Refused> refused;
  private final List<Forgotten> forgets;

  ResultRules(String key, List<Event> events) {
    this.key = key;
    this.uses = Judge.of(Used.class, events);
    this.told = Judge.of(Told.class, events);
    this.refused = Judge.of(Refused.class, events);
    this.forgets = Judge.of(Forgotten.class, events);
  }

  void judge(List<String> faults) {
    told.forEach(result -> judge(result, faults));
    for (Refused failure : refused) {
      boolean sent =
          uses.stream()
              .anyMatch(
                  use ->
                      use.use() == Use.FAIL
                          && use.fence() == failure.fence()
                          && (use.accepted() || use.status() == Event.NO_ANSWER)
                          && use.sinceNanos() < failure.untilNanos());
      if (!sent) {
        faults.add(key + ": a failure of " + failure.fence() + " was told, which nobody reported");
      }
    }
  }

  private void judge(Told result, List<String> faults) {
    String named = key + ": the result told to " + result.client();
    boolean mayBeAnother = forgets.stream().anyMatch(gone -> mayHaveRemoved(gone, result));
    String found = result.found();
    if (found == null) {
      if (!mayBeAnother) {
        faults.add(named + " is not there, and nobody had it forgotten");
      }
      return;
    }
    if (!found.equals(result.digest()) && !mayBeAnother) {
      faults.add(named + " has the digest " + found + ", but it was told as " + result.digest());
    }
    boolean committed =
        uses.stream()
            .anyMatch(
                use ->
                    use.commits()
                        && use.fence() == result.fence()
                        && (use.digest() == null || use.digest().equals(found))
                        && use.sinceNanos() < result.pinnedUntilNanos());
    if (!committed) {
      faults.add(named + " is of the fence " + result.fence() + ", which was not committed so");
    }
    for (Forgotten forgotten : forgets) {
      if (!forgotten.forced()
          && forgotten.status() == 204
          && forgotten.sinceNanos() > result.untilNanos()
          && forgotten.untilNanos() < result.pinnedUntilNanos()) {
        faults.add(named + " was forgotten under its pin");
      }
    }
  }

  private static boolean mayHaveRemoved(Forgotten forgotten, Told result) {
    return forgotten.mayHaveHappened() && forgotten.sinceNanos() < result.pinnedUntilNanos();
  }
}
