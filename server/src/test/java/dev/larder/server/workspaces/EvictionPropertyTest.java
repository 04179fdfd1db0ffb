package dev.larder.server.workspaces;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.WorkspaceId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;

/** What is chosen to go, against a model that takes one after the other by hand. */
class EvictionPropertyTest {
  /** A result, and whether it is pinned or being built. */
  record Shown(Kept kept, boolean stays) {}

  @Property
  void theLeastRecentlyUsedGoUntilTheRestFitsAndNeverOneThatMustStay(
      @ForAll("stores") List<Shown> store, @ForAll @LongRange(max = 600) long target) {
    List<Kept> left = kept(store);
    List<Kept> gone = new ArrayList<>();
    Kept next = oldest(left, store);
    while (bytes(left) > target && next != null) {
      left.remove(next);
      gone.add(next);
      next = oldest(left, store);
    }

    assertThat(among(store).downTo(target)).isEqualTo(gone);
  }

  @Property
  void enoughIsFreedWhereThereIsEnoughAndNotOneMore(
      @ForAll("stores") List<Shown> store, @ForAll @LongRange(max = 600) long missing) {
    List<Kept> going = among(store).freeing(missing);

    boolean all = going.size() == among(store).size();
    assertThat(all || bytes(going) >= missing).isTrue();
    assertThat(going.isEmpty() || bytes(going.subList(0, going.size() - 1)) < missing).isTrue();
  }

  @Property
  void whatWasUsedSinceStays(
      @ForAll("stores") List<Shown> store, @ForAll @LongRange(max = 60) long moment) {
    Set<Kept> old = new HashSet<>();
    for (Shown shown : store) {
      if (!shown.stays() && shown.kept().usedMs() < moment) {
        old.add(shown.kept());
      }
    }

    assertThat(among(store).usedBefore(moment).all()).containsExactlyInAnyOrderElementsOf(old);
  }

  private static Eviction among(List<Shown> store) {
    Set<Result> stay = new HashSet<>();
    store.stream().filter(Shown::stays).forEach(shown -> stay.add(shown.kept().result()));
    return Eviction.among(kept(store), result -> !stay.contains(result));
  }

  private static List<Kept> kept(List<Shown> store) {
    return new ArrayList<>(store.stream().map(Shown::kept).toList());
  }

  private static @Nullable Kept oldest(List<Kept> left, List<Shown> store) {
    Kept oldest = null;
    for (Shown shown : store) {
      Kept kept = shown.kept();
      boolean mayGo = !shown.stays() && left.contains(kept);
      if (mayGo && (oldest == null || isOlder(kept, oldest))) {
        oldest = kept;
      }
    }
    return oldest;
  }

  private static boolean isOlder(Kept one, Kept other) {
    return one.usedMs() == other.usedMs()
        ? one.result().fence() < other.result().fence()
        : one.usedMs() < other.usedMs();
  }

  private static long bytes(List<Kept> some) {
    return some.stream().mapToLong(kept -> kept.result().bytes()).sum();
  }

  @Provide
  Arbitrary<List<Shown>> stores() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 50),
            Arbitraries.longs().between(0, 100),
            Arbitraries.integers().between(0, 3))
        .as((usedMs, bytes, chance) -> new long[] {usedMs, bytes, chance})
        .list()
        .ofMaxSize(12)
        .map(EvictionPropertyTest::numbered);
  }

  private static List<Shown> numbered(List<long[]> drawn) {
    List<Shown> store = new ArrayList<>();
    for (long[] one : drawn) {
      WorkspaceId id = WorkspaceId.parse("gap", "k" + store.size());
      Result result =
          new Result(
              id,
              Path.of("/store", id.toString()),
              "sha256:" + "0".repeat(64),
              one[1],
              false,
              Instant.EPOCH,
              5,
              Samples.BUILDER,
              store.size());
      store.add(new Shown(new Kept(result, one[0]), one[2] == 0));
    }
    return store;
  }
}
