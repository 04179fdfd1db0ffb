package dev.larder.prove.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.prove.Needs;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The short form: the calls on which every answer stands, and one full disk of each kind. */
class DiskFaultsTest {
  private static final int FAULTS = 12;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private final Tally tally = new Tally();

  @Test
  void noFaultOfTheDiskLosesAnAnswer() throws Exception {
    Needs.command("strace");
    Path table = folder.resolve("table.md");

    new CallFaults(run(), tally).prove(List.of(Scene.WRITE, Scene.CHECKPOINT), FAULTS, table);

    assertThat(tally.of("call sites of files")).isGreaterThan(20);
    assertThat(tally.of("faults injected")).isGreaterThanOrEqualTo(FAULTS * 3 / 4);
    assertThat(tally.of("daemons ended by a fault")).isPositive();
    assertThat(tally.of("faults outlived")).isPositive();
    assertThat(table).content().contains("| fdatasync | journal segment |");
  }

  @Test
  void aFullDiskRefusesWritesLosesNothingAndHeals() throws Exception {
    Needs.that(DiskFaults.mountsAreAllowed(run()), "file systems cannot be mounted here");

    DiskFaults.fullDisks(run(), tally, 1);

    assertThat(tally.of("disks filled, freed, healed")).isEqualTo(2);
    assertThat(tally.of("writes refused with 507")).isEqualTo(2);
  }

  @Test
  void halfAWriteIsWrittenToItsEndOrTakenBack() throws Exception {
    Needs.command("strace");
    Needs.command("prlimit");

    new ShortWrites(run(), tally).prove();

    assertThat(tally.of("short writes that ended it")).isEqualTo(1);
    assertThat(tally.of("short writes of published files")).isEqualTo(1);
  }

  private Run run() throws Exception {
    long seed = RandomGenerator.getDefault().nextInt(1_000_000);
    return Run.lasting(Duration.ofHours(1), seed, Files.createDirectories(folder), line -> {});
  }
}
