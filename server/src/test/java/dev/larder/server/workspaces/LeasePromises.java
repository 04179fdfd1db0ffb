package dev.larder.server.workspaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.WorkspaceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** What the lease machine promised so far, in the most naive form; checks each further effect. */
final class LeasePromises {
  /** All requests without a last answer whose streams are open, in the order of their coming. */
  final TreeMap<Long, WorkspaceId> open = new TreeMap<>();

  /** Who builds each key, if its stream is open. */
  final Map<WorkspaceId, Long> holders = new LinkedHashMap<>();

  final Map<WorkspaceId, LeaseEffect.Take> asked = new LinkedHashMap<>();
  final Map<WorkspaceId, Lease> leases = new LinkedHashMap<>();
  final Map<WorkspaceId, Long> graces = new LinkedHashMap<>();
  final Set<Lease> committing = new LinkedHashSet<>();
  final List<Lease> ended = new ArrayList<>();

  /** Performs effects of one event, in their order. */
  void perform(List<LeaseEffect> effects) {
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

  /** Whether the store is at work on a key. */
  boolean commits(WorkspaceId id) {
    return committing.stream().anyMatch(lease -> lease.id().equals(id));
  }

  /** Whether a key's lease counts. */
  boolean holds(WorkspaceId id, long nowMs) {
    Lease lease = leases.get(id);
    boolean late = lease != null && nowMs >= lease.expiresAtMs();
    return commits(id)
        || (!late && (holders.containsKey(id) || nowMs < graces.getOrDefault(id, 0L)));
  }

  /** How many requests wait for a key, without the one that builds. */
  long waiting(WorkspaceId id) {
    long all = open.values().stream().filter(id::equals).count();
    return holders.containsKey(id) ? all - 1 : all;
  }

  /** Whoever still waits has somebody to wait for, and the machine counts what the world sees. */
  void checkNobodyIsForgottenBy(LeaseMachine machine) {
    Set<WorkspaceId> built = new HashSet<>(asked.keySet());
    built.addAll(leases.keySet());
    assertThat(built).containsAll(open.values()).hasSize(asked.size() + leases.size());
    assertThat(machine.building()).isEqualTo(built.size());
    assertThat(machine.waiting()).isEqualTo(open.size() - holders.size());
  }
}
