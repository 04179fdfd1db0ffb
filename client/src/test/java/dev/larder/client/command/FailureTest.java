package dev.larder.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.BuildExitException;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void aThingThatIsNotThereIsFourAndEveryOtherRefusalOne() {
    var missing = new RefusedException(new Problem.NotFound("document", "a", "Merge into it."));
    var full = new RefusedException(new Problem.StorageFull("the journal"));

    assertThat(Failure.of(missing).exitCode()).isEqualTo(4);
    assertThat(Failure.of(missing).sentence())
        .isEqualTo("There is no document 'a'. Merge into it.");
    assertThat(Failure.of(full).exitCode()).isEqualTo(1);
  }

  @Test
  void aFailedBuildHasItsCommandsOwnExitCode() {
    assertThat(Failure.of(new BuildExitException("the command failed", 42)).exitCode())
        .isEqualTo(42);
  }

  @Test
  void aFileThatCannotBeReadIsNamedWithTheReason() {
    assertThat(Failure.of(new AccessDeniedException("/x")).sentence())
        .isEqualTo("/x: access is denied");
  }

  @Test
  void aBugSaysHowToReportIt() {
    Failure failure = Failure.of(new IllegalStateException("odd"));

    assertThat(failure.exitCode()).isEqualTo(1);
    assertThat(failure.sentence()).contains("odd").contains("LARDER_DEBUG=1");
  }

  @Test
  void aReaderThatGoesAwayEndsTheCommandQuietly() {
    var shell = TestShell.piped();

    int exitCode = Main.run(shell.writingTo(failing("Broken pipe")), "completion", "bash");

    assertThat(exitCode).isEqualTo(141);
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void aFullDiskBehindStandardOutputIsToldAsSuch() {
    var shell = TestShell.piped();

    int exitCode =
        Main.run(shell.writingTo(failing("No space left on device")), "completion", "zsh");

    assertThat(exitCode).isEqualTo(1);
    assertThat(shell.err())
        .isEqualTo("larder: cannot write to standard output: No space left on device\n");
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int oneByte) throws IOException {
        throw new IOException(message);
      }
    };
  }
}
