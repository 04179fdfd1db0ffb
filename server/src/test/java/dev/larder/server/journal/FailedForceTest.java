package dev.larder.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.Needs;
import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forces that the system refuses, by strace(1); the next one succeeds, as on Linux. */
class FailedForceTest {
  /** Each of the programs forces its folder three times before the force in question. */
  private static final String FOURTH = "inject=fsync:error=EIO:when=4";

  @TempDir private Path folder;

  @BeforeEach
  void needsStrace() throws InterruptedException {
    Needs.thatHolds(canTrace(), "strace, and the right to use it");
  }

  @Test
  void noSegmentIsDeletedBehindADeletionThatWasNotForced() throws Exception {
    assertThat(run("drop").lines())
        .containsExactly(
            "The system could not force " + folder.toRealPath() + " to disk",
            "The journal failed before, and only a new start can mend it");
    assertThat(Folders.snapshot(folder).keySet())
        .containsExactly("0000000000000000002.journal", "0000000000000000003.journal");
  }

  @Test
  void aCheckpointWhoseNameWasNotForcedIsFollowedByAnother() throws Exception {
    assertThat(run("checkpoint").lines())
        .containsExactly(
            "sequence 1",
            "The system could not force " + folder.toRealPath() + " to disk",
            "sequence 1",
            "sequence 3");
    Checkpoints checkpoints = Checkpoints.open(folder);
    assertThat(checkpoints.sequence()).isEqualTo(3);
    checkpoints.read("part", in -> assertThat(in).hasContent("part 3"));
    assertThat(Folders.snapshot(folder)).hasSize(2);
  }

  private String run(String program) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String place = folder.toRealPath().toString();
    return Shell.run(
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-P",
        place,
        "-e",
        "trace=fsync",
        "-e",
        FOURTH,
        java,
        "-ea",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        UnderFaults.class.getName(),
        program,
        place);
  }

  private static boolean canTrace() throws InterruptedException {
    try {
      return Shell.tryRun("strace", "-o", "/dev/null", "true").exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
