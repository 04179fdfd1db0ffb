package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {
  private static final long NOW_MS = 1_000_000;

  @Property(tries = 300)
  void whatGoesIsWhatTheModelSays(@ForAll Random random) {
    Document document = new Document();
    Map<String, Long> model = new LinkedHashMap<>();
    for (int i = random.nextInt(30); i > 0; i--) {
      long atMs = NOW_MS - random.nextInt(5) * 1000L;
      write(document, model, random.nextInt(20), atMs);
    }
    @Nullable String expiry = random.nextInt(3) == 0 ? null : (1 + random.nextInt(5)) + "s";
    @Nullable Long most = random.nextInt(3) == 0 ? null : Long.valueOf(1 + random.nextInt(15));
    Retention retention = Retention.of(expiry, most);
    Map<String, Long> seen = new LinkedHashMap<>(model);

    Sweep sweep = new Sweep(document, retention, NOW_MS);
    while (!sweep.look(1 + random.nextInt(3))) {
      if (random.nextInt(10) == 0) {
        write(document, model, random.nextInt(25), NOW_MS + 1);
      }
    }

    assertThat(sweep.gone(document)).isEqualTo(gone(seen, model, retention));
  }

  private static void write(Document document, Map<String, Long> model, int name, long atMs) {
    document.apply(Effect.putting(Texts.entries("{\"" + name + "\": 0}")).at(atMs));
    model.put(String.valueOf(name), atMs);
  }

  /** The oldest first, those of one time as they stand in the document. */
  private static List<String> gone(
      Map<String, Long> seen, Map<String, Long> now, Retention retention) {
    List<String> oldest = new ArrayList<>(seen.keySet());
    oldest.sort(Comparator.comparing(seen::get));
    long tooMany = Math.min(seen.size(), now.size()) - retention.maxEntries();
    List<String> gone = new ArrayList<>();
    for (String name : oldest) {
      long writtenMs = seen.getOrDefault(name, 0L);
      boolean isOver = NOW_MS - writtenMs >= retention.expireMs();
      boolean writtenAgain = writtenMs != now.getOrDefault(name, 0L);
      if ((isOver || gone.size() < tooMany) && !writtenAgain) {
        gone.add(name);
      }
    }
    return gone;
  }

  @Test
  void moreThanOneLookFindsGoInSeveral() {
    Document document = new Document();
    int many = 2 * Sweep.MAX_GONE + 5;
    StringBuilder entries = new StringBuilder("{\"first\": 0");
    IntStream.range(0, many).forEach(i -> entries.append(", \"").append(i).append("\": 0"));
    document.apply(Effect.putting(Texts.entries(entries.append('}').toString())).at(1));
    document.apply(Effect.putting(Texts.entries("{\"first\": 1}")).at(2));

    List<Integer> found = new ArrayList<>();
    while (document.entries() > 1) {
      Sweep sweep = new Sweep(document, Retention.of(null, 1L), NOW_MS);
      assertThat(sweep.look(Integer.MAX_VALUE)).isTrue();
      List<String> gone = sweep.gone(document);
      found.add(gone.size());
      document.apply(new Effect(List.of(), gone));
    }

    assertThat(found).containsExactly(Sweep.MAX_GONE, Sweep.MAX_GONE, 5);
    assertThat(Texts.text(document)).isEqualTo("{\"first\": 1}");
  }

  @Test
  void theNextLookIsDueWhenTheOldestThatStaysIsOver() {
    Document document = new Document();
    document.apply(Effect.putting(Texts.entries("{\"a\": 0}")).at(NOW_MS - 7000));
    document.apply(Effect.putting(Texts.entries("{\"b\": 0}")).at(NOW_MS - 2000));
    document.apply(Effect.putting(Texts.entries("{\"c\": 0}")).at(NOW_MS - 1000));
    Sweep sweep = new Sweep(document, Retention.of("5s", null), NOW_MS);
    assertThat(sweep.look(3)).isTrue();
    assertThat(sweep.gone(document)).containsExactly("a");
    assertThat(sweep.nextDueMs()).isEqualTo(NOW_MS + 3000);
  }

  @Test
  void aWriteThatIsTakenBackLeavesTheAgeAsItWas() {
    Document document = new Document();
    document.apply(Effect.putting(Texts.entries("{\"a\": 0}")).at(1));
    Undo undo = document.apply(Effect.putting(Texts.entries("{\"a\": 1}")).at(2));
    assertThat(document.snapshot().iterator().next().writtenMs()).isEqualTo(2);
    document.undo(undo);
    assertThat(document.snapshot().iterator().next().writtenMs()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "0d", "-1d", "1.5h", "30 d", "1w", "1ms", "9999999999s", "d"})
  void aTextThatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(
            () -> {
              var unused = Retention.of(text, null);
            })
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.problem()).isInstanceOf(Problem.BadSettings.class));
  }

  @Test
  void timesAreOfSecondsMinutesHoursAndDays() {
    assertThat(List.of("90s", "2m", "3h", "30d"))
        .extracting(text -> Retention.of(text, null).expireMs())
        .containsExactly(90_000L, 120_000L, 10_800_000L, 2_592_000_000L);
  }
}
