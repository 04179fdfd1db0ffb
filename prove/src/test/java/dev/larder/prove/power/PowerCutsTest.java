package dev.larder.prove.power;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.prove.Needs;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form. */
class PowerCutsTest {
  private static final int DISKS = 30;

  @TempDir private Path scratch;

  @Test
  void nothingThatWasAnsweredIsLostWhenThePowerGoes() throws Exception {
    Needs.command("strace");
    Run run =
        Run.lasting(Duration.ofSeconds(40), System.nanoTime(), scratch.toRealPath(), line -> {});
    Tally tally = new PowerCuts(DISKS, 15).prove(run);
    assertThat(tally.of("disks after a power cut")).isGreaterThanOrEqualTo(DISKS);
    assertThat(tally.of("answered writes")).isGreaterThanOrEqualTo(DISKS);
  }
}
