package dev.larder.server.workspaces;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides who builds, who waits and who is told what; it performs nothing itself. Each method takes
 * in something that happened and returns the {@linkplain LeaseEffect effects} to perform, in order.
 *
 * <p>Of every key it promises: at most one lease at a time; waiters are served in the order in
 * which they came; each request gets exactly one {@link LeaseEffect.Ready} or {@link
 * LeaseEffect.Fail} unless its stream closes first; a token whose lease ended is refused for ever.
 * An answer that fits no question (a lease that was not asked for, a fencing number that did not
 * rise) is a bug and throws {@link IllegalStateException}.
 *
 * <p>No I/O, no clock, no threads: engine's thread only. All times are milliseconds since
 * 1970-01-01 UTC.
 */
public final class LeaseMachine {
  private final LeaseBounds bounds;
  private final Builds builds = new Builds();
  private final Failures failures;
  private final Starts starts;

  public LeaseMachine(LeaseBounds bounds) {
    this.bounds = bounds;
    this.failures = new Failures(bounds.failures());
    this.starts = new Starts(builds, bounds.builds());
  }

  /**
   * A build request came.
   *
   * @param ready what the store has for the key now; it is the answer even while somebody builds
   */
  public List<LeaseEffect> request(
      WorkspaceId id, Waiter waiter, Optional<Result> ready, long nowMs) {
    if (ready.isPresent()) {
      return List.of(new LeaseEffect.Ready(waiter, ready.get(), true));
    }
    KeyView.Failed failure = failures.find(id, nowMs);
    if (failure != null) {
      return List.of(new LeaseEffect.Fail(waiter, failure.problem()));
    }
    Build build = builds.of(id);
    if (build == null) {
      return starts.begin(builds.begin(id, waiter, nowMs), nowMs);
    }
    Build around = builds.around(waiter, nowMs);
    List<String> ring = around == null ? List.of() : builds.way(build, around);
    if (!ring.isEmpty()) {
      return List.of(new LeaseEffect.Fail(waiter, new Problem.BuildRing(fromTheEnd(ring))));
    }
    if (build.waiters().size() >= bounds.waitersPerKey()) {
      String what = "build requests waiting for " + id;
      Problem full = new Problem.TooMany(what, bounds.waitersPerKey());
      return List.of(new LeaseEffect.Fail(waiter, full));
    }
    builds.enqueue(build, waiter);
    return await(build, waiter, around != null);
  }

  /** The same ring as it is seen from the builder that would close it. */
  private static List<String> fromTheEnd(List<String> ring) {
    List<String> turned = new ArrayList<>(ring);
    Collections.rotate(turned, 1);
    return turned;
  }

  private List<LeaseEffect> await(Build build, Waiter waiter, boolean isNested) {
    Lease lease = build.lease();
    if (lease != null) {
      return List.of(waitFor(lease, waiter));
    }
    if (build.stage instanceof Build.Queued queued) {
      return isNested ? starts.beginNested(build, queued) : starts.join(build, queued, waiter);
    }
    // Before there is a lease there is no builder to name; taken() will name it to everyone.
    return List.of();
  }

  /**
   * Sets how many builds of a name may run at once; those that run already go on.
   *
   * @param most at least 1; {@link LeaseBounds#UNBOUNDED} for no bound but that of all builds
   */
  public List<LeaseEffect> bound(WorkspaceName name, int most, long nowMs) {
    return starts.bound(name, most, nowMs);
  }

  /**
   * The lease table gave the lease that {@link LeaseEffect.Take} asked for. Its staging should be
   * there by now, since the builder is told of it next.
   */
  public List<LeaseEffect> taken(Lease lease, long nowMs) {
    Build build = builds.taking(lease.id());
    builds.checkFence(lease);
    Waiter front = build.front;
    if (front == null) {
      // Whoever it was taken for has left: the lease bears that builder's name, so it goes back.
      return lose(build, lease, nowMs);
    }
    builds.grant(build, lease);
    List<LeaseEffect> effects = new ArrayList<>();
    effects.add(new LeaseEffect.Grant(front, lease));
    build.waiters().forEach(waiter -> effects.add(waitFor(lease, waiter)));
    return effects;
  }

  /** There could be no lease, or no staging for it: nobody who waits for the key can be served. */
  public List<LeaseEffect> takeFailed(WorkspaceId id, Problem problem, long nowMs) {
    Build build = builds.taking(id);
    List<LeaseEffect> effects = failAll(build, problem);
    effects.addAll(starts.end(build, nowMs));
    return effects;
  }

  /** The stream of a request closed. A request that has had its last answer changes nothing. */
  public List<LeaseEffect> left(long waiterId, long nowMs) {
    Build build = builds.leave(waiterId);
    if (build != null && build.stage instanceof Build.Building building && !build.isHeldAt(nowMs)) {
      // The builder may be there all the same, if its deadline has passed since the last tick.
      return build.front == null
          ? lose(build, building.lease(), nowMs)
          : takeAway(build, Problem.LeaseLost.DEADLINE, nowMs);
    }
    if (build != null && build.isQueued() && build.front == null) {
      starts.leave(build);
    }
    // While taking, what the table answers is given back; while committing, the commit goes on.
    return List.of();
  }

  /** A commit was asked for. Asked again while it runs, both get the one answer. */
  public List<LeaseEffect> commit(String token, long nowMs) {
    Build build = builds.held(token, nowMs);
    if (build == null) {
      return List.of(new LeaseEffect.CommitRefused(token, new Problem.LeaseLost(token)));
    }
    if (build.stage instanceof Build.Building building) {
      builds.close(build, building);
      return List.of(new LeaseEffect.Commit(building.lease()));
    }
    return List.of();
  }

  /** The store holds the result now. */
  public List<LeaseEffect> committed(Lease lease, Result result, long nowMs) {
    Build build = builds.committing(lease);
    List<LeaseEffect> effects = new ArrayList<>();
    effects.add(new LeaseEffect.Committed(lease.token(), lease.fence(), result));
    for (Waiter waiter : builds.end(build)) {
      effects.add(new LeaseEffect.Ready(waiter, result, false));
    }
    // Last, since it is the waiters who should not lose a moment.
    effects.add(new LeaseEffect.GiveBack(lease));
    effects.addAll(starts.end(build, nowMs));
    return effects;
  }

  /**
   * The store could not commit.
   *
   * @param keepLease whether the builder may try again, if its stream is still open: the reason is
   *     one that it can mend, or that passes
   */
  public List<LeaseEffect> commitFailed(
      Lease lease, Problem problem, boolean keepLease, long nowMs) {
    Build build = builds.committing(lease);
    List<LeaseEffect> effects = new ArrayList<>();
    effects.add(new LeaseEffect.CommitRefused(lease.token(), problem));
    builds.reopen(build);
    if (keepLease && build.isHeldAt(nowMs)) {
      return effects;
    }
    if (build.front != null) {
      effects.add(new LeaseEffect.Fail(build.front, problem));
      builds.leave(build.front.id());
    }
    effects.addAll(lose(build, lease, nowMs));
    return effects;
  }

  /**
   * The builder says that its build failed.
   *
   * @param retryAfterMs how long further requests get the same answer; 0: not at all
   */
  public List<LeaseEffect> fail(
      String token, Problem.BuildFailed problem, long retryAfterMs, long nowMs) {
    Build build = builds.held(token, nowMs);
    if (build == null) {
      return List.of(new LeaseEffect.FailRefused(token, new Problem.LeaseLost(token)));
    }
    if (!(build.stage instanceof Build.Building building)) {
      // The same builder asked for a commit before; it cannot be called back.
      return List.of(new LeaseEffect.FailRefused(token, new Problem.BeingBuilt(build.id)));
    }
    Lease lease = building.lease();
    List<LeaseEffect> effects = new ArrayList<>();
    effects.add(new LeaseEffect.FailAccepted(token));
    var failed = new KeyView.Failed(build.id, lease.builder(), problem, nowMs + retryAfterMs);
    effects.addAll(failAll(build, failed.problemAt(nowMs)));
    effects.add(new LeaseEffect.GiveBack(lease));
    if (retryAfterMs > 0) {
      failures.remember(failed);
    }
    effects.addAll(starts.end(build, nowMs));
    return effects;
  }

  /**
   * At the start: a lease that was open when the last daemon ended. Nobody else is granted its key
   * until the grace is over.
   */
  public void restored(Lease lease, long nowMs) {
    starts.restore(builds.restore(lease, nowMs + bounds.graceMs()));
  }

  /**
   * Somebody takes a lease away by hand. The next waiter is granted; what the builder does with its
   * token from now on is refused.
   *
   * @throws RefusedException with {@link Problem.NotFound} if nobody builds the key; with {@link
   *     Problem.BeingBuilt} if its commit runs, which cannot be called back
   */
  public List<LeaseEffect> release(WorkspaceId id, long nowMs) {
    Build build = builds.of(id);
    if (build != null && build.stage instanceof Build.Building) {
      return takeAway(build, Problem.LeaseLost.RELEASED, nowMs);
    }
    throw new RefusedException(
        build != null && build.stage instanceof Build.Committing
            ? new Problem.BeingBuilt(id)
            : new Problem.NotFound(
                "lease",
                id.toString(),
                "Nobody builds it now: 'larder ls' shows who builds what."));
  }

  private List<LeaseEffect> takeAway(Build build, String reason, long nowMs) {
    Lease lease = Objects.requireNonNull(build.lease());
    List<LeaseEffect> effects = new ArrayList<>();
    Waiter builder = build.front;
    if (builder != null) {
      builds.leave(builder.id());
      effects.add(new LeaseEffect.Fail(builder, new Problem.LeaseLost(lease.token(), reason)));
    }
    effects.addAll(lose(build, lease, nowMs));
    return effects;
  }

  /**
   * A builder of the daemon's last run came back with its token. A lease whose stream is open, or
   * whose commit runs, is not taken over.
   */
  public List<LeaseEffect> resume(String token, Waiter waiter, long nowMs) {
    Build build = builds.held(token, nowMs);
    if (build != null && build.front == null && build.stage instanceof Build.Building building) {
      builds.resume(build, building.lease(), waiter);
      return List.of(new LeaseEffect.Grant(waiter, building.lease()));
    }
    return List.of(new LeaseEffect.Fail(waiter, new Problem.LeaseLost(token)));
  }

  /** When {@link #tick} is due at the latest; {@link Lease#NEVER} if no deadline waits for it. */
  public long nextDeadlineMs() {
    return builds.nextDeadlineMs();
  }

  /**
   * Time passed: ends deadlines, graces and failures, and tells the queue where it stands. Cheap
   * when there is nothing to do.
   */
  public List<LeaseEffect> tick(long nowMs) {
    failures.expire(nowMs);
    List<LeaseEffect> effects = new ArrayList<>();
    for (Build late = builds.overdue(nowMs); late != null; late = builds.overdue(nowMs)) {
      effects.addAll(takeAway(late, Problem.LeaseLost.DEADLINE, nowMs));
    }
    for (Build build : builds.inGrace()) {
      if (build.stage instanceof Build.Building building && !build.isHeldAt(nowMs)) {
        effects.addAll(lose(build, building.lease(), nowMs));
      }
    }
    effects.addAll(starts.moved());
    return effects;
  }

  /** The lease of that token, if it is held. */
  public Optional<Lease> held(String token, long nowMs) {
    Build build = builds.held(token, nowMs);
    return build == null ? Optional.empty() : Optional.ofNullable(build.lease());
  }

  /** The lease of that key, if it is held. */
  public Optional<Lease> leaseOf(WorkspaceId id) {
    Build build = builds.of(id);
    return build == null ? Optional.empty() : Optional.ofNullable(build.lease());
  }

  /**
   * Whether the store may forget the key's result now: {@link Problem.BeingBuilt} while somebody
   * builds it, else empty. A failure of the key is forgotten at once.
   */
  public Optional<Problem> forget(WorkspaceId id) {
    if (builds.of(id) != null) {
      return Optional.of(new Problem.BeingBuilt(id));
    }
    failures.forget(id);
    return Optional.empty();
  }

  /** Whether a key is being built, or about to be. */
  public boolean isBuilding(WorkspaceId id) {
    return builds.of(id) != null;
  }

  /** How many keys are being built, or about to be. */
  public int building() {
    return (int) builds.all().stream().filter(build -> !build.isQueued()).count();
  }

  /** How many requests wait for another one's build, or for a place to build. */
  public int waiting() {
    return builds.all().stream().mapToInt(Build::waiting).sum();
  }

  /** How a key stands here; empty where nobody builds it and no failure is remembered. */
  public Optional<KeyView> view(WorkspaceId id, long nowMs) {
    Build build = builds.of(id);
    return Optional.ofNullable(build != null ? build.view() : failures.find(id, nowMs));
  }

  /** All keys known here, in no order. */
  public List<KeyView> views(long nowMs) {
    List<KeyView> views = new ArrayList<>();
    builds.all().forEach(build -> views.add(build.view()));
    failures.current(nowMs).forEach(views::add);
    return views;
  }

  private static LeaseEffect waitFor(Lease lease, Waiter waiter) {
    return new LeaseEffect.Wait(waiter, lease.builder(), lease.grantedAtMs());
  }

  private List<LeaseEffect> failAll(Build build, Problem problem) {
    List<LeaseEffect> effects = new ArrayList<>();
    builds.end(build).forEach(waiter -> effects.add(new LeaseEffect.Fail(waiter, problem)));
    return effects;
  }

  /** Ends a lease that brought no result, and lets the first waiter take the next. */
  private List<LeaseEffect> lose(Build build, Lease lease, long nowMs) {
    List<LeaseEffect> effects = new ArrayList<>();
    effects.add(new LeaseEffect.GiveBack(lease));
    Waiter next = builds.handOver(build, nowMs);
    effects.addAll(next == null ? starts.end(build, nowMs) : starts.begin(build, nowMs));
    return effects;
  }
}
