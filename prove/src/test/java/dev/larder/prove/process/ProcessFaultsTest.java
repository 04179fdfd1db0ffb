package dev.larder.prove.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.prove.Needs;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import dev.larder.testbed.Installed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessFaultsTest {
  /** Faults that every machine can do. */
  private static final int FEWEST_FAULTS = 10;

  @Test
  void nothingAnsweredIsLostDoubledOrTakenBackByAnyFault() throws Exception {
    int faults = Faults.all().size();
    Path scratch =
        Files.createTempDirectory(Installed.SOURCE.resolve("prove/target"), "process-test-");
    long seed = System.nanoTime() & 0xFFFF_FFFFL;
    Run run = Run.lasting(Duration.ZERO, seed, scratch, System.out::println);
    Tally tally = new ProcessFaults().prove(run, faults);
    assertThat(tally.of("rounds")).isEqualTo(faults).isGreaterThanOrEqualTo(FEWEST_FAULTS);
    assertThat(tally.of("kills")).isGreaterThanOrEqualTo(3);
    assertThat(tally.of("answered writes")).isGreaterThan(5_000);
    assertThat(tally.of("histories checked")).isGreaterThan(100);
    assertThat(tally.of("histories undecided")).isZero();
    assertThat(tally.of("batches checked")).isPositive();
    assertThat(tally.of("writes sent again with their key")).isPositive();
    assertThat(tally.of("published files compared")).isPositive();
  }

  @Test
  void noFaultIsLeftOutInACi() {
    for (Fault fault :
        new Fault[] {
          new LostFolders.ReadOnlyJournal(), new Starvation.ClockSet(), new Starvation.FewFiles()
        }) {
      Needs.that(fault.isPossible(), "it cannot be done here: " + fault.plural());
    }
  }
}
