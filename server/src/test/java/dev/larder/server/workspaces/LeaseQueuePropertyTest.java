package dev.larder.server.workspaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.Problem;
import dev.larder.protocol.WorkspaceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** The queue and the rings against a naive model, with a lease table that answers at once. */
class LeaseQueuePropertyTest {
  private static final int KEYS = 6;
  private static final int MOST = 2;
  private static final int MOST_OF_GAP = 1;
  private static final long NOW = 1_000;

  /**
   * Something that happens.
   *
   * @param kind 0 to 3 a request, 4 and 5 one from within a lease, 6 a departure, 7 a failure
   */
  record Event(int kind, int pick, int other) {}

  private final LeaseMachine machine = new LeaseMachine(new LeaseBounds(100, 1_000, 10, MOST));
  private final TreeMap<Long, Ask> open = new TreeMap<>();
  private final Map<WorkspaceId, Lease> leases = new LinkedHashMap<>();
  private final Set<WorkspaceId> withPlace = new HashSet<>();
  private final Set<WorkspaceId> queue = new LinkedHashSet<>();
  private long lastId;

  record Ask(WorkspaceId id, @Nullable String within) {}

  @Property(tries = 1_000)
  void boundsAndFairnessHoldAndNoRingIsWaitedIn(@ForAll("events") List<Event> events) {
    machine.bound(key(0).name(), MOST_OF_GAP, NOW);
    for (Event event : events) {
      happen(event);
      check();
    }
    while (!open.isEmpty()) {
      leave(open.firstKey());
      check();
    }
    assertThat(machine.views(NOW)).isEmpty();
  }

  private void happen(Event event) {
    if (event.kind() < 4) {
      request(key(event.pick()), null);
    } else if (event.kind() < 6 && !leases.isEmpty()) {
      request(key(event.pick()), pick(leases.values(), event.other()).token());
    } else if (event.kind() == 6 && !open.isEmpty()) {
      leave(pick(open.keySet(), event.pick()));
    } else if (event.kind() == 7 && !leases.isEmpty()) {
      Lease lease = pick(leases.values(), event.pick());
      perform(machine.fail(lease.token(), Samples.failure(lease.id()), 0, NOW));
    }
  }

  private void request(WorkspaceId id, @Nullable String within) {
    Waiter waiter = new Waiter(++lastId, Samples.builderOf(lastId), null, within);
    boolean closes = within != null && waitsFor(id, holder(within));
    open.put(waiter.id(), new Ask(id, within));
    List<LeaseEffect> effects = machine.request(id, waiter, Optional.empty(), NOW);
    boolean refused =
        effects.stream()
            .anyMatch(
                effect ->
                    effect instanceof LeaseEffect.Fail fail
                        && fail.problem() instanceof Problem.BuildRing);
    assertThat(refused).isEqualTo(closes);
    if (effects.stream().anyMatch(LeaseEffect.Queue.class::isInstance)) {
      queue.add(id);
    }
    perform(effects);
  }

  private void leave(long waiterId) {
    Ask gone = open.remove(waiterId);
    List<LeaseEffect> effects = machine.left(waiterId, NOW);
    if (gone != null && open.values().stream().noneMatch(ask -> ask.id().equals(gone.id()))) {
      queue.remove(gone.id());
    }
    perform(effects);
  }

  private void perform(List<LeaseEffect> effects) {
    for (LeaseEffect effect : effects) {
      if (effect instanceof LeaseEffect.Fail fail) {
        open.remove(fail.to().id());
      } else if (effect instanceof LeaseEffect.GiveBack back) {
        leases.remove(back.lease().id());
        if (open.values().stream().noneMatch(ask -> ask.id().equals(back.lease().id()))) {
          withPlace.remove(back.lease().id());
        }
      } else if (effect instanceof LeaseEffect.Queue queued) {
        queue.add(Objects.requireNonNull(open.get(queued.who().id())).id());
      }
    }
    for (LeaseEffect effect : effects) {
      if (effect instanceof LeaseEffect.Take take) {
        take(take);
      }
    }
  }

  private void take(LeaseEffect.Take take) {
    WorkspaceId id = take.id();
    if (!isNested(id) && !withPlace.contains(id)) {
      assertThat(fits(id)).as("%s begins within the bounds", id).isTrue();
      for (WorkspaceId before : queue) {
        if (before.equals(id)) {
          break;
        }
        assertThat(fits(before)).as("%s was before %s", before, id).isFalse();
      }
      withPlace.add(id);
    }
    queue.remove(id);
    Lease lease = Samples.lease(id, ++lastId, take.by().builder(), NOW);
    leases.put(id, lease);
    perform(machine.taken(lease, NOW));
  }

  private void check() {
    for (WorkspaceId queued : queue) {
      assertThat(fits(queued)).as("%s need not wait", queued).isFalse();
      assertThat(isNested(queued)).as("a builder waits for %s", queued).isFalse();
    }
    assertThat(machine.building()).isEqualTo(leases.size());
    for (WorkspaceId id : leases.keySet()) {
      for (Ask ask : open.values()) {
        String within = ask.within();
        if (within != null && id.equals(holder(within))) {
          assertThat(waitsFor(ask.id(), id)).as("a ring through %s", id).isFalse();
        }
      }
    }
  }

  private boolean fits(WorkspaceId id) {
    long ofName = withPlace.stream().filter(one -> one.name().equals(id.name())).count();
    return withPlace.size() < MOST && (!id.name().value().equals("gap") || ofName < MOST_OF_GAP);
  }

  private boolean isNested(WorkspaceId id) {
    return open.values().stream()
        .anyMatch(
            ask -> ask.id().equals(id) && ask.within() != null && holder(ask.within()) != null);
  }

  private @Nullable WorkspaceId holder(String token) {
    return leases.values().stream()
        .filter(lease -> lease.token().equals(token))
        .map(Lease::id)
        .findFirst()
        .orElse(null);
  }

  /** Whether one key is the other, or waits for it through any number of builds. */
  private boolean waitsFor(WorkspaceId from, @Nullable WorkspaceId to) {
    List<WorkspaceId> ahead = new ArrayList<>(List.of(from));
    Map<WorkspaceId, Boolean> seen = new HashMap<>();
    while (!ahead.isEmpty()) {
      WorkspaceId id = ahead.remove(0);
      if (id.equals(to)) {
        return open.values().stream().anyMatch(ask -> ask.id().equals(from));
      }
      if (seen.put(id, true) == null) {
        for (Ask ask : open.values()) {
          if (ask.within() != null && id.equals(holder(ask.within()))) {
            ahead.add(ask.id());
          }
        }
      }
    }
    return false;
  }

  private static WorkspaceId key(int pick) {
    return WorkspaceId.parse(pick % 2 == 0 ? "gap" : "sage", "k" + pick % KEYS);
  }

  private static <T> T pick(Collection<T> all, int pick) {
    return all.stream().skip(pick % all.size()).findFirst().orElseThrow();
  }

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<Integer> any = Arbitraries.integers().between(0, 11);
    return Combinators.combine(Arbitraries.integers().between(0, 7), any, any)
        .as(Event::new)
        .list()
        .ofMaxSize(50);
  }
}
