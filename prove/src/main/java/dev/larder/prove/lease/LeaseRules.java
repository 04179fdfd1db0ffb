package dev.larder.prove.lease;

import dev.larder.prove.lease.Event.Forgotten;
import dev.larder.prove.lease.Event.Granted;
import dev.larder.prove.lease.Event.Lost;
import dev.larder.prove.lease.Event.NotResumed;
import dev.larder.prove.lease.Event.Released;
import dev.larder.prove.lease.Event.Restarted;
import dev.larder.prove.lease.Event.Use;
import dev.larder.prove.lease.Event.Used;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What holds of one key's leases. */
final class LeaseRules {
  /** The daemon counts in whole milliseconds, and rounds. */
  private static final long ROUNDING_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final String key;
  private final List<Granted> all;
  private final List<Granted> grants;
  private final List<Used> uses;
  private final List<Lost> losses;
  private final List<Released> releases;
  private final List<Forgotten> forgets;
  private final List<NotResumed> notResumed;
  private final List<Restarted> restarts;
  private final long graceNanos;

  LeaseRules(String key, List<Event> events, List<Restarted> restarts, long graceNanos) {
    this.key = key;
    this.all = Judge.of(Granted.class, events);
    this.grants = Judge.grants(events);
    this.uses = Judge.of(Used.class, events);
    this.losses = Judge.of(Lost.class, events);
    this.releases = Judge.of(Released.class, events);
    this.forgets = Judge.of(Forgotten.class, events);
    this.notResumed = Judge.of(NotResumed.class, events);
    this.restarts = restarts;
    this.graceNanos = graceNanos;
  }

  void judge(List<String> faults) {
    for (Used use : uses) {
      if (use.accepted()) {
        accepted(use, faults);
      } else if (use.status() != Event.NO_ANSWER && !mayHaveLost(use.fence(), use.untilNanos())) {
        faults.add(named(use) + " was refused, though nothing had ended its lease");
      }
    }
    for (Granted again : all) {
      if (again.resumed() && grantedSince(again.fence(), again.sinceNanos())) {
        faults.add(key + ": lease " + again.fence() + " was resumed after a later one");
      }
    }
    for (NotResumed refused : notResumed) {
      if (mustBeResumed(refused)) {
        faults.add(key + ": lease " + refused.fence() + " was not resumed within its grace");
      }
    }
  }

  private void accepted(Used use, List<String> faults) {
    if (grantedSince(use.fence(), use.sinceNanos())) {
      faults.add(named(use) + " was accepted, though a later lease had been granted");
    }
    boolean over =
        losses.stream()
            .anyMatch(
                lost ->
                    lost.fence() == use.fence()
                        && lost.cause() != Cause.CLOSED // the daemon learns of it later
                        && lost.cause() != Cause.KILLED
                        && lost.untilNanos() < use.sinceNanos());
    if (over) {
      faults.add(named(use) + " was accepted, though its holder had been told of the end");
    }
    Granted grant = grantOf(use.fence());
    if (grant == null) {
      return;
    }
    Long deadlineMs = grant.deadlineMs();
    if (deadlineMs != null
        && use.sinceNanos()
            > grant.untilNanos() + TimeUnit.MILLISECONDS.toNanos(deadlineMs) + ROUNDING_NANOS) {
      faults.add(named(use) + " was accepted after its deadline");
    }
    for (Granted other : grants) {
      if (other.fence() != use.fence()
          && other.sinceNanos() > grant.untilNanos()
          && other.untilNanos() < use.sinceNanos()) {
        faults.add(
            key + ": lease " + other.fence() + " was granted while " + use.fence() + " held");
      }
      if (use.use() == Use.COMMIT
          && other.sinceNanos() > use.untilNanos()
          && !forgotten(use, other)) {
        faults.add(
            key + ": lease " + other.fence() + " was granted, though " + use.fence() + " is ready");
      }
    }
  }

  /** Whether somebody can have removed the result of a commit before that grant. */
  private boolean forgotten(Used commit, Granted grant) {
    return forgets.stream()
        .anyMatch(
            forgotten ->
                forgotten.mayHaveHappened()
                    && forgotten.untilNanos() > commit.sinceNanos()
                    && forgotten.sinceNanos() < grant.untilNanos());
  }

  /** Whether a lease can have ended before that time without the help of what is judged. */
  private boolean mayHaveLost(long fence, long untilNanos) {
    Granted grant = grantOf(fence);
    return grant == null
        || grant.deadlineMs() != null
        || endedBefore(fence, untilNanos)
        || restarts.stream()
            .anyMatch(
                restart ->
                    restart.untilNanos() > grant.sinceNanos() && restart.sinceNanos() < untilNanos);
  }

  private boolean endedBefore(long fence, long untilNanos) {
    Granted grant = grantOf(fence);
    return losses.stream().anyMatch(lost -> lost.fence() == fence && lost.untilNanos() < untilNanos)
        || uses.stream()
            .anyMatch(
                use ->
                    use.fence() == fence
                        && use.use() != Use.PROGRESS
                        && use.untilNanos() < untilNanos)
        || releases.stream()
            .anyMatch(
                release ->
                    release.sinceNanos() < untilNanos
                        && (grant == null || release.untilNanos() > grant.sinceNanos()));
  }

  /** The restart that cut it was the only thing that befell it, and the grace was not over. */
  private boolean mustBeResumed(NotResumed refused) {
    Granted grant = grantOf(refused.fence());
    if (grant == null
        || grant.deadlineMs() != null
        || endedBefore(refused.fence(), refused.untilNanos())) {
      return false;
    }
    return restarts.stream()
        .filter(restart -> restart.untilNanos() > grant.untilNanos())
        .findFirst()
        .filter(
            restart ->
                restart.sinceNanos() > grant.untilNanos()
                    && refused.untilNanos() - restart.startedNanos() < graceNanos)
        .isPresent();
  }

  private boolean grantedSince(long fence, long beforeNanos) {
    return grants.stream()
        .anyMatch(grant -> grant.fence() > fence && grant.untilNanos() < beforeNanos);
  }

  private @Nullable Granted grantOf(long fence) {
    return grants.stream().filter(grant -> grant.fence() == fence).findFirst().orElse(null);
  }

  private String named(Used use) {
    return key + ": " + use.use() + " with the fence " + use.fence();
  }
}
