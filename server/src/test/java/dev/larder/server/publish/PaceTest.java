package dev.larder.server.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class PaceTest {
  private static final long MS = 1_000_000;
  private static final long SIMULATED_NS = 120_000 * MS;

  @Example
  void documentThatWasNeverWrittenIsDueAtOnce() {
    Pace pace = new Pace(PublisherOptions.DEFAULTS, 5 * MS);

    assertThat(pace.nextStartNs(1000, false)).isEqualTo(5 * MS);
  }

  @Example
  void firstChangeAfterQuietIsDueAtOnce() {
    Pace pace = wrote(0, 10 * MS);

    assertThat(pace.nextStartNs(1, false)).isLessThan(200 * MS);
  }

  @Example
  void largeDocumentPausesThreeTimesAsLongAsItTook() {
    Pace pace = wrote(0, 1000 * MS);

    assertThat(pace.nextStartNs(1, false)).isEqualTo(4000 * MS);
  }

  @Example
  void whoWaitsIsKeptWaitingByTheDutyOnly() {
    Pace pace = wrote(0, 2 * MS);

    assertThat(pace.nextStartNs(1, true)).isEqualTo(8 * MS);
    assertThat(pace.nextStartNs(1, false)).isEqualTo(196 * MS);
  }

  /** Just before the next file takes its place, the last one shows the time of its own start. */
  @Property
  void fileIsNeverFartherBehindThanTheBoundWhileTheDutyAllows(
      @ForAll @LongRange(min = 0, max = 40 * MS) long tookNs) {
    Pace pace = wrote(0, tookNs);

    long behindNs = pace.nextStartNs(1, false) + tookNs;

    assertThat(behindNs).isLessThanOrEqualTo(200 * MS);
  }

  /** Two minutes in which every document is changed all the time. */
  @Property(tries = 50)
  void allDocumentsTogetherTakeNoMoreThanTheirShareOfTheTime(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 3000) Integer> tookMs,
      @ForAll @IntRange(min = 5, max = 100) int dutyPercent) {
    PublisherOptions options = new PublisherOptions(200, dutyPercent, 250, 30_000);
    List<Pace> paces = new ArrayList<>();
    tookMs.forEach(ms -> paces.add(new Pace(options, 0)));
    int count = paces.size();
    long nowNs = 0;
    long busyNs = 0;
    for (int i = 0; nowNs < SIMULATED_NS; i++) {
      int next = 0;
      for (int j = 1; j < count; j++) {
        if (paces.get(j).nextStartNs(count, false) < paces.get(next).nextStartNs(count, false)) {
          next = j;
        }
      }
      long startNs = Math.max(nowNs, paces.get(next).nextStartNs(count, false));
      nowNs = startNs + tookMs.get(next) * MS;
      paces.get(next).wrote(startNs, nowNs);
      // The first write of each is at once, whatever the duty says.
      busyNs += i < count ? 0 : nowNs - startNs;
    }

    long longestNs = tookMs.stream().mapToLong(ms -> ms * MS).max().orElseThrow();
    assertThat(busyNs).isLessThanOrEqualTo(nowNs * dutyPercent / 100 + count * longestNs);
  }

  private static Pace wrote(long startNs, long endNs) {
    Pace pace = new Pace(PublisherOptions.DEFAULTS, startNs);
    pace.wrote(startNs, endNs);
    return pace;
  }
}
