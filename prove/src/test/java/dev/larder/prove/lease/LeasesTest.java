package dev.larder.prove.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.prove.Needs;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form. */
class LeasesTest {
  private static final Duration TIME = Duration.ofSeconds(20);
  private static final int GRACE_MS = 3_000;

  /** Enough that a fate which befalls one of ten is among them. */
  private static final int LEAST_LEASES = 200;

  @TempDir private Path folder;

  @Test
  void oneBuildsAKeyAndNobodyIsForgottenWhoeverDies() throws Exception {
    Needs.command("sh");
    Run run = Run.lasting(TIME, System.nanoTime(), folder.toRealPath(), line -> {});

    Tally tally = new Leases(16, GRACE_MS, LEAST_LEASES).prove(run);

    System.err.println("leases: " + tally.all());
    // The part goes on until so many were told; a lease that was resumed was told twice.
    assertThat(tally.of("leases")).isGreaterThan(LEAST_LEASES / 2);
    assertThat(tally.of("restarts")).isPositive();
    assertThat(tally.of("builds")).isPositive();
    assertThat(tally.of("results told")).isPositive();
    assertThat(tally.of("fenced-off commits")).isPositive();
    assertThat(tally.of(Count.row(Cause.CLOSED))).isPositive();
    assertThat(tally.of(Count.row(Cause.DEADLINE))).isPositive();
    assertThat(tally.of(Count.row(Cause.RELEASED))).isPositive();
    assertThat(tally.of(Count.row(Cause.FAILURE))).isPositive();
  }
}
