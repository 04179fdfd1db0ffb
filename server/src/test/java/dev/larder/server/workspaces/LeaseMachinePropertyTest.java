package dev.larder.server.workspaces;

import dev.larder.protocol.WorkspaceId;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class LeaseMachinePropertyTest {
  private static final int KEYS = 4;

  enum Kind {
    REQUEST,
    LEAVE,
    LEASE_TABLE_ANSWERS,
    COMMIT,
    STORE_ANSWERS,
    FAIL,
    RESUME,
    RELEASE,
    USE_AN_ENDED_TOKEN,
    FORGET,
    PASS
  }

  /**
   * Something that happens.
   *
   * @param pick to which of the things that it can happen to
   * @param how in which of its ways, from 0 to 5
   */
  record Event(Kind kind, int pick, int how) {}

  @Property(tries = 1_500)
  void everyOrderOfEventsKeepsThePromises(
      @ForAll("keys") Set<Integer> restored, @ForAll("events") List<Event> events) {
    LeaseWorld world = new LeaseWorld();
    restored.forEach(key -> world.restore(key(key)));
    for (Event event : events) {
      happen(world, event.kind(), event.pick(), event.how());
      world.checkNobodyIsForgotten();
    }
    world.end();
  }

  private static void happen(LeaseWorld world, Kind kind, int pick, int how) {
    switch (kind) {
      case REQUEST -> world.request(key(pick), how == 5);
      case LEAVE -> world.leave(pick);
      case LEASE_TABLE_ANSWERS -> world.leaseTableAnswers(pick, how != 5);
      case COMMIT -> world.commit(pick);
      case STORE_ANSWERS -> world.storeAnswers(pick, how % 3);
      case FAIL -> world.fail(pick, how * 300L);
      case RESUME -> world.resume(pick);
      case RELEASE -> world.release(pick);
      case USE_AN_ENDED_TOKEN -> world.useAnEndedToken(pick);
      case FORGET -> world.forget(key(pick));
      case PASS -> world.pass(how * 200L, pick % 2 == 0);
    }
  }

  private static WorkspaceId key(int pick) {
    return WorkspaceId.parse("gap", "k" + pick % KEYS);
  }

  @Provide
  Arbitrary<Set<Integer>> keys() {
    return Arbitraries.integers().between(0, KEYS - 1).set().ofMaxSize(2);
  }

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(8, Kind.REQUEST),
            Tuple.of(3, Kind.LEAVE),
            Tuple.of(5, Kind.LEASE_TABLE_ANSWERS),
            Tuple.of(2, Kind.COMMIT),
            Tuple.of(2, Kind.STORE_ANSWERS),
            Tuple.of(1, Kind.FAIL),
            Tuple.of(1, Kind.RESUME),
            Tuple.of(1, Kind.RELEASE),
            Tuple.of(1, Kind.USE_AN_ENDED_TOKEN),
            Tuple.of(1, Kind.FORGET),
            Tuple.of(3, Kind.PASS));
    Arbitrary<Integer> picks = Arbitraries.integers().between(0, 11);
    Arbitrary<Integer> hows = Arbitraries.integers().between(0, 5);
    return Combinators.combine(kinds, picks, hows).as(Event::new).list().ofMaxSize(60);
  }
}
