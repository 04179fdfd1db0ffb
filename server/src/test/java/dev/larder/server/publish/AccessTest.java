package dev.larder.server.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({"0660, 0600", "0664, 0644", "0640, 0600", "0777, 0777", "0666, 0666", "0604, 0604"})
  void rightsOfALostGroupAreNotGivenToAnother(String before, String after) {
    int bits = Access.withoutGroup(Integer.parseInt(before, 8));

    assertThat(new FileMode(bits)).hasToString(after);
  }

  /** In a process of its own, since a process has one umask and Java cannot set it. */
  @ParameterizedTest
  @CsvSource({"022, 644", "027, 640", "077, 600", "000, 666"})
  void newFileHasTheModeThatTheUmaskLeaves(String umask, String mode)
      throws IOException, InterruptedException {
    Path file = folder.resolve("timings.json");

    Shell.run(
        "sh",
        "-c",
        "umask " + umask + " && exec \"$@\"",
        "sh",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        ReplaceOnce.class.getName(),
        file.toString());

    assertThat(Shell.run("stat", "-c", "%a", file.toString())).isEqualTo(mode);
  }

  @ParameterizedTest
  @CsvSource({"0644, 0644", "600, 0600", "0000, 00"})
  void modeIsReadFromOctalDigits(String octal, String read) {
    assertThat(FileMode.parse(octal)).hasToString(read);
  }

  @Test
  void modeThatIsNotSetIsNone() {
    assertThat(FileMode.parse(null)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "64", "0888", "rw-r--r--", "04755", "1777", "-644", " 644"})
  void whatIsNotAModeIsRefused(String text) {
    assertThatThrownBy(() -> FileMode.parse(text))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.problem()).isInstanceOf(Problem.BadSettings.class));
  }
}
