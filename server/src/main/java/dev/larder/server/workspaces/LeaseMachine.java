package dev.larder.server.workspaces;

import dev.larder.protocol.Problem;
import dev.larder.protocol.WorkspaceId;
import java.util.ArrayList;
import java.util.List;
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

  public LeaseMachine(LeaseBounds bounds) {
    this.bounds = bounds;
    this.failures = new Failures(bounds.failures());
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
      builds.begin(id, waiter, nowMs);
      return List.of(new LeaseEffect.Take(id, waiter));
    }
    if (build.waiters().size() >= bounds.waitersPerKey()) {
      String what = "build requests waiting for " + id;
      Problem full = new Problem.TooMany(what, bounds.waitersPerKey());
      return List.of(new LeaseEffect.Fail(waiter, full));
    }
    builds.enqueue(build, waiter);
    Lease lease = build.lease();
    // Before there is a lease there is no builder to name; taken() will name it to everyone.
    return lease == null ? List.of() : List.of(waitFor(lease, waiter));
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
  public List<LeaseEffect> takeFailed(WorkspaceId id, Problem problem) {
    return failAll(builds.taking(id), problem);
  }

  /** The stream of a request closed. A request that has had its last answer changes nothing. */
  public List<LeaseEffect> left(long waiterId, long nowMs) {
    Build build = builds.leave(waiterId);
    if (build != null && build.stage instanceof Build.Building building && !build.isHeldAt(nowMs)) {
      return lose(build, building.lease(), nowMs);
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
      build.stage = new Build.Committing(building.lease(), building.graceUntilMs());
      return List.of(new LeaseEffect.Commit(building.lease()));
    }
    return List.of();
  }

  /** The store holds the result now. */
  public List<LeaseEffect> committed(Lease lease, Result result) {
    Build build = builds.committing(lease);
    List<LeaseEffect> effects = new ArrayList<>();
    effects.add(new LeaseEffect.Committed(lease.token(), result));
    for (Waiter waiter : builds.end(build)) {
      effects.add(new LeaseEffect.Ready(waiter, result, false));
    }
    // Last, since it is the waiters who should not lose a moment.
    effects.add(new LeaseEffect.GiveBack(lease));
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
    effects.addAll(failAll(build, problem));
    effects.add(new LeaseEffect.GiveBack(lease));
    if (retryAfterMs > 0) {
      failures.remember(build.id, lease.builder(), problem, nowMs + retryAfterMs);
    }
    return effects;
  }

  /**
   * At the start: a lease that was open when the last daemon ended. Nobody else is granted its key
   * until the grace is over.
   */
  public void restored(Lease lease, long nowMs) {
    builds.restore(lease, nowMs + bounds.graceMs());
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

  /** Time passed: ends graces and failures. Cheap when there is nothing to end. */
  public List<LeaseEffect> tick(long nowMs) {
    failures.expire(nowMs);
    List<LeaseEffect> effects = new ArrayList<>();
    for (Build build : builds.inGrace()) {
      if (build.stage instanceof Build.Building building && !build.isHeldAt(nowMs)) {
        effects.addAll(lose(build, building.lease(), nowMs));
      }
    }
    return effects;
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
    return builds.all().size();
  }

  /** How many requests wait for another one's build. */
  public int waiting() {
    return builds.all().stream().mapToInt(build -> build.waiters().size()).sum();
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
    if (next != null) {
      effects.add(new LeaseEffect.Take(build.id, next));
    }
    return effects;
  }
}
