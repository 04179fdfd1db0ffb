package dev.larder.server.workspaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Everything around a lease machine (streams, lease table, store, clock) in the most naive form,
 * which checks each effect against the promises as it performs it.
 */
final class LeaseWorld {
  static final LeaseBounds BOUNDS = new LeaseBounds(3, 1_000, 2);

  final LeaseMachine machine = new LeaseMachine(BOUNDS);
  long nowMs = 50_000;

  private final LeasePromises promised = new LeasePromises();
  private final LinkedHashMap<WorkspaceId, Fail> failures = new LinkedHashMap<>();
  private long lastId;

  record Fail(Problem.BuildFailed problem, long untilMs) {
    Problem at(long nowMs) {
      return problem.retriedAfter((untilMs - nowMs + 999) / 1000);
    }
  }

  void restore(WorkspaceId id) {
    Lease lease = Samples.lease(id, ++lastId, Samples.builderOf(lastId), nowMs - 500);
    machine.restored(lease, nowMs);
    promised.leases.put(id, lease);
    promised.graces.put(id, nowMs + BOUNDS.graceMs());
  }

  void request(WorkspaceId id, boolean ready) {
    Waiter waiter = Samples.waiter(++lastId);
    Fail failure = failures.get(id);
    long queue = promised.waiting(id);
    boolean idle = !promised.asked.containsKey(id) && !promised.leases.containsKey(id);
    promised.open.put(waiter.id(), id);
    Optional<Result> result =
        ready ? Optional.of(Samples.result(Samples.lease(id, 1))) : Optional.empty();
    List<LeaseEffect> effects = machine.request(id, waiter, result, nowMs);
    List<LeaseEffect> expected;
    if (result.isPresent()) {
      expected = List.of(new LeaseEffect.Ready(waiter, result.get(), true));
    } else if (failure != null && nowMs < failure.untilMs()) {
      expected = List.of(new LeaseEffect.Fail(waiter, failure.at(nowMs)));
    } else if (idle) {
      expected = List.of(new LeaseEffect.Take(id, waiter));
    } else if (queue >= BOUNDS.waitersPerKey()) {
      Problem full = new Problem.TooMany("build requests waiting for " + id, 3);
      expected = List.of(new LeaseEffect.Fail(waiter, full));
    } else {
      Lease lease = promised.leases.get(id);
      expected =
          lease == null
              ? List.of()
              : List.of(new LeaseEffect.Wait(waiter, lease.builder(), lease.grantedAtMs()));
    }
    assertThat(effects).isEqualTo(expected);
    promised.perform(effects);
  }

  void leave(int pick) {
    one(promised.open.entrySet(), pick)
        .ifPresent(
            request -> {
              long waiterId = request.getKey();
              WorkspaceId id = request.getValue();
              promised.open.remove(waiterId);
              Lease lease = promised.leases.get(id);
              promised.holders.remove(id, waiterId);
              boolean ends = lease != null && !promised.holds(id, nowMs);
              promised.perform(machine.left(waiterId, nowMs));
              assertThat(promised.ended.contains(lease)).isEqualTo(ends);
            });
  }

  void leaseTableAnswers(int pick, boolean gives) {
    one(promised.asked.values(), pick)
        .ifPresent(
            take -> {
              WorkspaceId id = take.id();
              promised.asked.remove(id);
              if (gives) {
                // Every third one has a deadline.
                long expiresAtMs = ++lastId % 3 == 0 ? nowMs + 700 : Lease.NEVER;
                Lease lease =
                    new Lease(
                        "token" + lastId, lastId, id, take.by().builder(), nowMs, expiresAtMs);
                promised.leases.put(id, lease);
                boolean wanted = promised.holders.containsKey(id);
                promised.perform(machine.taken(lease, nowMs));
                assertThat(promised.leases.containsValue(lease)).isEqualTo(wanted);
              } else {
                promised.holders.remove(id);
                promised.perform(machine.takeFailed(id, new Problem.Stopping(), nowMs));
                assertThat(promised.open).doesNotContainValue(id);
              }
            });
  }

  void commit(int pick) {
    one(promised.leases.values(), pick)
        .ifPresent(
            lease -> {
              boolean commits = promised.commits(lease.id());
              List<LeaseEffect> effects = machine.commit(lease.token(), nowMs);
              if (commits) {
                assertThat(effects).isEmpty();
              } else if (promised.holds(lease.id(), nowMs)) {
                assertThat(effects).containsExactly(new LeaseEffect.Commit(lease));
              } else {
                assertThat(effects).containsExactly(refused(lease));
              }
              promised.perform(effects);
            });
  }

  void storeAnswers(int pick, int how) {
    one(promised.committing, pick)
        .ifPresent(
            lease -> {
              promised.committing.remove(lease);
              if (how == 0) {
                promised.perform(machine.committed(lease, Samples.result(lease), nowMs));
                assertThat(promised.open).doesNotContainValue(lease.id());
                return;
              }
              boolean keep = how == 1;
              boolean stays = keep && promised.holds(lease.id(), nowMs);
              promised.perform(machine.commitFailed(lease, new Problem.Internal(), keep, nowMs));
              assertThat(promised.leases.containsValue(lease)).isEqualTo(stays);
            });
  }

  void fail(int pick, long retryAfterMs) {
    one(promised.leases.values(), pick)
        .ifPresent(
            lease -> {
              WorkspaceId id = lease.id();
              boolean accepted = promised.holds(id, nowMs) && !promised.commits(id);
              Problem.BuildFailed problem = Samples.failure(id);
              var effects = machine.fail(lease.token(), problem, retryAfterMs, nowMs);
              assertThat(effects.contains(new LeaseEffect.FailAccepted(lease.token())))
                  .isEqualTo(accepted);
              promised.perform(effects);
              if (accepted) {
                assertThat(promised.open).doesNotContainValue(id);
                remember(id, new Fail(problem, nowMs + retryAfterMs));
              }
            });
  }

  void release(int pick) {
    one(promised.leases.values(), pick)
        .ifPresent(
            lease -> {
              if (promised.commits(lease.id())) {
                assertThatThrownBy(() -> machine.release(lease.id(), nowMs))
                    .isInstanceOf(RefusedException.class);
                return;
              }
              promised.perform(machine.release(lease.id(), nowMs));
              assertThat(promised.ended).contains(lease);
            });
  }

  void resume(int pick) {
    one(promised.leases.values(), pick)
        .ifPresent(
            lease -> {
              boolean possible =
                  promised.holds(lease.id(), nowMs)
                      && !promised.holders.containsKey(lease.id())
                      && !promised.commits(lease.id());
              Waiter waiter = Samples.waiter(++lastId);
              List<LeaseEffect> effects = machine.resume(lease.token(), waiter, nowMs);
              if (!possible) {
                Problem lost = new Problem.LeaseLost(lease.token());
                assertThat(effects).containsExactly(new LeaseEffect.Fail(waiter, lost));
                return;
              }
              assertThat(effects).containsExactly(new LeaseEffect.Grant(waiter, lease));
              promised.open.put(waiter.id(), lease.id());
              promised.holders.put(lease.id(), waiter.id());
              promised.graces.remove(lease.id());
            });
  }

  void useAnEndedToken(int pick) {
    one(promised.ended, pick)
        .ifPresent(
            lease -> {
              assertThat(machine.commit(lease.token(), nowMs)).containsExactly(refused(lease));
              assertThat(machine.resume(lease.token(), Samples.waiter(++lastId), nowMs))
                  .hasOnlyElementsOfType(LeaseEffect.Fail.class)
                  .hasSize(1);
              assertThat(machine.fail(lease.token(), Samples.failure(lease.id()), 9, nowMs))
                  .hasOnlyElementsOfType(LeaseEffect.FailRefused.class)
                  .hasSize(1);
            });
  }

  void forget(WorkspaceId id) {
    boolean built = promised.asked.containsKey(id) || promised.leases.containsKey(id);
    assertThat(machine.forget(id).isPresent()).isEqualTo(built);
    if (!built) {
      failures.remove(id);
    }
  }

  void pass(long ms, boolean tick) {
    nowMs += ms;
    if (tick) {
      failures.values().removeIf(failure -> nowMs >= failure.untilMs());
      promised.perform(machine.tick(nowMs));
      promised.graces.forEach(
          (id, untilMs) -> assertThat(nowMs < untilMs || promised.commits(id)).isTrue());
      promised
          .leases
          .values()
          .forEach(
              lease ->
                  assertThat(nowMs < lease.expiresAtMs() || promised.commits(lease.id())).isTrue());
    }
  }

  void checkNobodyIsForgotten() {
    promised.checkNobodyIsForgottenBy(machine);
  }

  /**
   * What may come from here on, and in which way, depends on this alone: two worlds of one shape
   * differ in their numbers only.
   */
  String shape() {
    List<Long> ids = new ArrayList<>(promised.open.keySet());
    var shape = new StringBuilder();
    promised.open.forEach((waiter, id) -> shape.append(id).append(holds(id, waiter)).append(' '));
    promised.asked.forEach(
        (id, take) -> shape.append("asks ").append(id).append(ids.indexOf(take.by().id())));
    promised.leases.forEach(
        (id, lease) ->
            shape
                .append(" lease ")
                .append(id)
                .append(lease.expiresAtMs() == Lease.NEVER ? "" : lease.expiresAtMs() - nowMs)
                .append(promised.commits(id) ? " commits" : ""));
    promised.graces.forEach(
        (id, until) -> shape.append(" grace ").append(id).append(until - nowMs));
    failures.forEach(
        (id, failure) -> shape.append(" failed ").append(id).append(failure.untilMs() - nowMs));
    // Which lease is next to have a deadline; and whether there is a token that has ended.
    return shape.append(lastId % 3).append(promised.ended.isEmpty()).toString();
  }

  private String holds(WorkspaceId id, long waiter) {
    return promised.holders.getOrDefault(id, 0L) == waiter ? "!" : "";
  }

  /** Everybody leaves, every question is answered, every time runs out. */
  void end() {
    while (!promised.open.isEmpty()) {
      leave(0);
    }
    while (!promised.asked.isEmpty()) {
      leaseTableAnswers(0, true);
    }
    while (!promised.committing.isEmpty()) {
      storeAnswers(0, 0);
    }
    pass(1_000_000, true);
    assertThat(promised.leases).isEmpty();
    assertThat(machine.views(nowMs)).isEmpty();
  }

  private void remember(WorkspaceId id, Fail failure) {
    failures.remove(id);
    if (failure.untilMs() > nowMs) {
      failures.put(id, failure);
    }
    if (failures.size() > BOUNDS.failures()) {
      failures.remove(failures.keySet().iterator().next());
    }
  }

  private static LeaseEffect refused(Lease lease) {
    return new LeaseEffect.CommitRefused(lease.token(), new Problem.LeaseLost(lease.token()));
  }

  private static <T> Optional<T> one(Collection<T> all, int pick) {
    return all.isEmpty() ? Optional.empty() : all.stream().skip(pick % all.size()).findFirst();
  }
}
