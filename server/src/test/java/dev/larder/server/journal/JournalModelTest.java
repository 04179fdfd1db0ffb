package dev.larder.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The journal against a sorted map. */
class JournalModelTest {
  enum Kind {
    APPEND,
    FORCE,
    DISCARD,
    CLOSE_AND_OPEN,
    CRASH_AND_OPEN,
    CHECKPOINT_AND_DROP
  }

  record Step(Kind kind, int number) {}

  @Property(tries = 80)
  void whatWasForcedComesBackWhateverHappens(
      @ForAll("steps") @Size(max = 60) List<Step> steps,
      @ForAll @IntRange(min = 64, max = 2_000) int segmentBytes)
      throws IOException {
    Path temp = InMemory.folder();
    Run run = new Run(temp.resolve("journal"), new JournalOptions(segmentBytes));
    try {
      for (Step step : steps) {
        run.take(step);
      }
      run.take(new Step(Kind.CLOSE_AND_OPEN, 0));
    } finally {
      run.journal.close();
      Folders.restore(run.folder, Map.of());
      Files.delete(run.folder);
      Files.delete(temp);
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.just(Kind.APPEND)),
            Tuple.of(3, Arbitraries.just(Kind.FORCE)),
            Tuple.of(1, Arbitraries.of(Kind.class)));
    return Combinators.combine(kinds, Arbitraries.integers().between(0, 700)).as(Step::new).list();
  }

  private static final class Run {
    private final Path folder;
    private final JournalOptions options;
    private final TreeMap<Long, String> forced = new TreeMap<>();
    private final TreeMap<Long, String> pending = new TreeMap<>();
    private long checkpoint;
    private Journal journal;

    Run(Path folder, JournalOptions options) throws IOException {
      this.folder = folder;
      this.options = options;
      this.journal = Journal.open(folder, options, 0, (sequence, payload) -> {});
    }

    void take(Step step) throws IOException {
      switch (step.kind()) {
        case APPEND -> {
          Text text = Text.ofLength(step.number(), step.number());
          long expected = journal.forced() + pending.size() + 1;
          assertThat(journal.append(text)).isEqualTo(expected);
          pending.put(expected, text.text());
        }
        case FORCE -> {
          journal.force();
          forced.putAll(pending);
          pending.clear();
        }
        case DISCARD -> {
          journal.discard();
          pending.clear();
        }
        case CLOSE_AND_OPEN -> {
          journal.close();
          open();
        }
        case CRASH_AND_OPEN -> {
          Map<String, byte[]> left = Folders.snapshot(folder);
          journal.close();
          Folders.restore(folder, left);
          open();
        }
        case CHECKPOINT_AND_DROP -> {
          long behind = Math.min(journal.forced(), step.number() % 20);
          checkpoint = Math.max(checkpoint, journal.forced() - behind);
          journal.dropThrough(checkpoint);
        }
      }
      assertThat(journal.forced()).isEqualTo(forced.isEmpty() ? 0 : forced.lastKey());
      assertThat(journal.segments()).isEqualTo(SegmentFile.list(folder).size());
    }

    private void open() throws IOException {
      pending.clear();
      SortedMap<Long, String> replayed = new TreeMap<>();
      journal =
          Journal.open(
              folder,
              options,
              checkpoint,
              (sequence, payload) -> read(replayed, sequence, payload));
      assertThat(replayed).isEqualTo(forced.tailMap(checkpoint, false));
    }

    private static void read(SortedMap<Long, String> replayed, long sequence, ByteBuffer payload) {
      assertThat(replayed).doesNotContainKey(sequence);
      replayed.put(sequence, Text.read(payload));
    }
  }
}
