package dev.larder.prove.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.prove.Needs;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundsTest {
  private static final int PART = 4;

  @TempDir private Path scratch;

  @Test
  void tooMuchIsHeldOrRefusedAndNothingAnsweredIsLost() throws Exception {
    Needs.command("prlimit");
    Run run = Run.lasting(Duration.ZERO, 1, scratch, System.out::println);
    Tally tally = new Bounds(PART).prove(run);
    System.out.println(tally.all());
    assertThat(tally.of("loads")).isEqualTo(12);
    assertThat(tally.of("held")).isGreaterThan(5_000);
    assertThat(tally.of("refused with 413")).isGreaterThanOrEqualTo(3);
    assertThat(tally.of("refused with 503")).isPositive();
    assertThat(tally.of("waiters told")).isEqualTo(9_900 / PART);
    assertThat(tally.of("watchers told")).isEqualTo(9_900 / PART);
    assertThat(tally.of("answered writes found after kill -9")).isGreaterThan(1_000);
  }
}
