package dev.larder.server.workspaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.Problem;
import dev.larder.protocol.WorkspaceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything around a lease machine (streams, lease table, store, clock) in the most naive form,
 * which checks each effect against the promises as it performs it.
 */
final class LeaseWorld {
  static final LeaseBounds BOUNDS = new LeaseBounds(3, 1_000, 2);

  final LeaseMachine machine = new LeaseMachine(BOUNDS);
  long nowMs = 50_000;

  /** All requests without a last answer whose streams are open, in the order of their coming. */
  private final TreeMap<Long, WorkspaceId> open = new TreeMap<>();

  /** Who builds each key, if its stream is open. */
  private final Map<WorkspaceId, Long> holders = new LinkedHashMap<>();

  private final Map<WorkspaceId, LeaseEffect.Take> asked = new LinkedHashMap<>();
  private final Map<WorkspaceId, Lease> leases = new LinkedHashMap<>();
  private final Map<WorkspaceId, Long> graces = new LinkedHashMap<>();
  private final Set<Lease> committing = new LinkedHashSet<>();
  private final List<Lease> ended = new ArrayList<>();
  private final LinkedHashMap<WorkspaceId, Fail> failures = new LinkedHashMap<>();
  private long lastId;

  record Fail(Problem problem, long untilMs) {}

  void restore(WorkspaceId id) {
    Lease lease = Samples.lease(id, ++lastId, Samples.builderOf(lastId), nowMs - 500);
    machine.restored(lease, nowMs);
    leases.put(id, lease);
    graces.put(id, nowMs + BOUNDS.graceMs());
  }

  void request(WorkspaceId id, boolean ready) {
    Waiter waiter = Samples.waiter(++lastId);
    Fail failure = failures.get(id);
    long queue = waiting(id);
    boolean idle = !asked.containsKey(id) && !leases.containsKey(id);
    open.put(waiter.id(), id);
    Optional<Result> result =
        ready ? Optional.of(Samples.result(Samples.lease(id, 1))) : Optional.empty();
    List<LeaseEffect> effects = machine.request(id, waiter, result, nowMs);
    List<LeaseEffect> expected;
    if (result.isPresent()) {
      expected = List.of(new LeaseEffect.Ready(waiter, result.get(), true));
    } else if (failure != null && nowMs < failure.untilMs()) {
      expected = List.of(new LeaseEffect.Fail(waiter, failure.problem()));
    } else if (idle) {
      expected = List.of(new LeaseEffect.Take(id, waiter));
    } else if (queue >= BOUNDS.waitersPerKey()) {
      Problem full = new Problem.TooMany("build requests waiting for " + id, 3);
      expected = List.of(new LeaseEffect.Fail(waiter, full));
    } else {
      Lease lease = leases.get(id);
      expected =
          lease == null
              ? List.of()
              : List.of(new LeaseEffect.Wait(waiter, lease.builder(), lease.grantedAtMs()));
    }
    assertThat(effects).isEqualTo(expected);
    perform(effects);
  }

  void leave(int pick) {
    one(open.entrySet(), pick)
        .ifPresent(
            request -> {
              long waiterId = request.getKey();
              WorkspaceId id = request.getValue();
              open.remove(waiterId);
              Lease lease = leases.get(id);
              holders.remove(id, waiterId);
              boolean ends = lease != null && !holds(id);
              perform(machine.left(waiterId, nowMs));
              assertThat(ended.contains(lease)).isEqualTo(ends);
            });
  }

  void leaseTableAnswers(int pick, boolean gives) {
    one(asked.values(), pick)
        .ifPresent(
            take -> {
              WorkspaceId id = take.id();
              asked.remove(id);
              if (gives) {
                Lease lease = Samples.lease(id, ++lastId, take.by().builder(), nowMs);
                leases.put(id, lease);
                boolean wanted = holders.containsKey(id);
                perform(machine.taken(lease, nowMs));
                assertThat(leases.containsValue(lease)).isEqualTo(wanted);
              } else {
                holders.remove(id);
                perform(machine.takeFailed(id, new Problem.Stopping()));
                assertThat(open).doesNotContainValue(id);
              }
            });
  }

  void commit(int pick) {
    one(leases.values(), pick)
        .ifPresent(
            lease -> {
              boolean commits = commits(lease.id());
              List<LeaseEffect> effects = machine.commit(lease.token(), nowMs);
              if (commits) {
                assertThat(effects).isEmpty();
              } else if (holds(lease.id())) {
                assertThat(effects).containsExactly(new LeaseEffect.Commit(lease));
              } else {
                assertThat(effects).containsExactly(refused(lease));
              }
              perform(effects);
            });
  }

  void storeAnswers(int pick, int how) {
    one(committing, pick)
        .ifPresent(
            lease -> {
              committing.remove(lease);
              if (how == 0) {
                perform(machine.committed(lease, Samples.result(lease)));
                assertThat(open).doesNotContainValue(lease.id());
                return;
              }
              boolean keep = how == 1;
              boolean stays = keep && holds(lease.id());
              perform(machine.commitFailed(lease, new Problem.Internal(), keep, nowMs));
              assertThat(leases.containsValue(lease)).isEqualTo(stays);
            });
  }

  void fail(int pick, long retryAfterMs) {
    one(leases.values(), pick)
        .ifPresent(
            lease -> {
              WorkspaceId id = lease.id();
              boolean accepted = holds(id) && !commits(id);
              Problem.BuildFailed problem = Samples.failure(id);
              var effects = machine.fail(lease.token(), problem, retryAfterMs, nowMs);
              assertThat(effects.contains(new LeaseEffect.FailAccepted(lease.token())))
                  .isEqualTo(accepted);
              perform(effects);
              if (accepted) {
                assertThat(open).doesNotContainValue(id);
                remember(id, new Fail(problem, nowMs + retryAfterMs));
              }
            });
  }

  void resume(int pick) {
    one(leases.values(), pick)
        .ifPresent(
            lease -> {
              boolean possible =
                  holds(lease.id()) && !holders.containsKey(lease.id()) && !commits(lease.id());
              Waiter waiter = Samples.waiter(++lastId);
              List<LeaseEffect> effects = machine.resume(lease.token(), waiter, nowMs);
              if (!possible) {
                Problem lost = new Problem.LeaseLost(lease.token());
                assertThat(effects).containsExactly(new LeaseEffect.Fail(waiter, lost));
                return;
              }
              assertThat(effects).containsExactly(new LeaseEffect.Grant(waiter, lease));
              open.put(waiter.id(), lease.id());
              holders.put(lease.id(), waiter.id());
              graces.remove(lease.id());
            });
  }

  void useAnEndedToken(int pick) {
    one(ended, pick)
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
    boolean built = asked.containsKey(id) || leases.containsKey(id);
    assertThat(machine.forget(id).isPresent()).isEqualTo(built);
    if (!built) {
      failures.remove(id);
    }
  }

  void pass(long ms, boolean tick) {
    nowMs += ms;
    if (tick) {
      failures.values().removeIf(failure -> nowMs >= failure.untilMs());
      perform(machine.tick(nowMs));
      graces.forEach((id, untilMs) -> assertThat(nowMs < untilMs || commits(id)).isTrue());
    }
  }

  /** Whoever still waits has somebody to wait for, and the machine counts what the world sees. */
  void checkNobodyIsForgotten() {
    Set<WorkspaceId> built = new HashSet<>(asked.keySet());
    built.addAll(leases.keySet());
    assertThat(built).containsAll(open.values()).hasSize(asked.size() + leases.size());
    assertThat(machine.building()).isEqualTo(built.size());
    assertThat(machine.waiting()).isEqualTo(open.size() - holders.size());
  }

  /** Everybody leaves, every question is answered, every time runs out. */
  void end() {
    while (!open.isEmpty()) {
      leave(0);
    }
    while (!asked.isEmpty()) {
      leaseTableAnswers(0, true);
    }
    while (!committing.isEmpty()) {
      storeAnswers(0, 0);
    }
    pass(1_000_000, true);
    assertThat(leases).isEmpty();
    assertThat(machine.views(nowMs)).isEmpty();
  }

  private void perform(List<LeaseEffect> effects) {
    long lastTold = 0;
    for (LeaseEffect effect : effects) {
      if (effect instanceof LeaseEffect.Take take) {
        checkTake(take);
      } else if (effect instanceof LeaseEffect.Grant grant) {
        assertThat(leases).containsEntry(grant.lease().id(), grant.lease());
        assertThat(holders).containsEntry(grant.lease().id(), grant.to().id());
      } else if (effect instanceof LeaseEffect.Wait wait) {
        WorkspaceId id = Objects.requireNonNull(open.get(wait.who().id()));
        assertThat(leases.get(id)).extracting(Lease::builder).isEqualTo(wait.builder());
        assertThat(holders).doesNotContainValue(wait.who().id());
      } else if (effect instanceof LeaseEffect.Ready ready) {
        lastTold = tell(ready.to(), lastTold);
      } else if (effect instanceof LeaseEffect.Fail fail) {
        lastTold = tell(fail.to(), lastTold);
      } else if (effect instanceof LeaseEffect.GiveBack back) {
        assertThat(leases.remove(back.lease().id(), back.lease())).isTrue();
        assertThat(holders).doesNotContainKey(back.lease().id());
        graces.remove(back.lease().id());
        ended.add(back.lease());
      } else if (effect instanceof LeaseEffect.Commit commit) {
        assertThat(committing.add(commit.lease())).isTrue();
      }
    }
  }

  private void checkTake(LeaseEffect.Take take) {
    assertThat(leases).doesNotContainKey(take.id());
    assertThat(asked.put(take.id(), take)).isNull();
    assertThat(open.entrySet().stream().filter(e -> e.getValue().equals(take.id())))
        .first()
        .extracting(Map.Entry::getKey)
        .isEqualTo(take.by().id());
    holders.put(take.id(), take.by().id());
  }

  /** A last answer: to a request that has had none, in the order of coming; the builder first. */
  private long tell(Waiter to, long lastTold) {
    WorkspaceId id = open.remove(to.id());
    assertThat(id).as("request %d is open", to.id()).isNotNull();
    if (holders.remove(id, to.id())) {
      assertThat(lastTold).isZero();
      return lastTold;
    }
    assertThat(to.id()).isGreaterThan(lastTold);
    return to.id();
  }

  private boolean commits(WorkspaceId id) {
    return committing.stream().anyMatch(lease -> lease.id().equals(id));
  }

  private boolean holds(WorkspaceId id) {
    return holders.containsKey(id) || commits(id) || nowMs < graces.getOrDefault(id, 0L);
  }

  private long waiting(WorkspaceId id) {
    long all = open.values().stream().filter(id::equals).count();
    return holders.containsKey(id) ? all - 1 : all;
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
