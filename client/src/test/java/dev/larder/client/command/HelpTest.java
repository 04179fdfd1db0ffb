package dev.larder.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.command.Terminals.Stream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
  private static final String ESCAPE = "\u001b[";

  static List<String> commandsOfThisJar() {
    return CommandTree.NAMES.stream().filter(name -> !ServerDoor.leadsTo(name)).toList();
  }

  @ParameterizedTest
  @MethodSource("commandsOfThisJar")
  void everyCommandSaysHowItIsUsedAndHowItEnds(String command) {
    var shell = TestShell.piped();

    int exitCode = shell.run(command, "--help");

    assertThat(exitCode).isZero();
    assertThat(shell.err()).isEmpty();
    assertThat(shell.out())
        .contains("Usage: larder " + command)
        .contains("--root=DIR")
        .contains("Exit codes:")
        .contains("Examples:\n")
        .containsPattern("Examples:\n(.*\n)*.*larder " + command);
  }

  @ParameterizedTest
  @MethodSource("commandsOfThisJar")
  void helpFitsInEightyColumns(String command) {
    var shell = TestShell.piped();

    shell.run(command, "--help");

    assertThat(shell.out().lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(80));
  }

  @Test
  void theHelpOfLarderListsEveryCommandWithWhatItDoes() {
    var shell = TestShell.piped();

    int exitCode = shell.run("--help");

    assertThat(exitCode).isZero();
    assertThat(CommandTree.NAMES)
        .allSatisfy(name -> assertThat(shell.out()).containsPattern("\n  " + name + " +[A-Z]"));
  }

  @Test
  void versionIsShown() {
    var shell = TestShell.piped();

    assertThat(shell.run("--version")).isZero();
    assertThat(shell.out()).matches("larder .* \\(protocol 1\\)\n");
  }

  @Test
  void helpHasColoursOnATerminal() {
    var shell = TestShell.onTerminals(Map.of("TERM", "xterm"), Stream.OUT);

    shell.run("merge", "--help");

    assertThat(shell.out()).contains(ESCAPE);
  }

  @Test
  void noColorAndDumbTerminalsAndPipesHaveNoColours() {
    for (var shell :
        List.of(
            TestShell.onTerminals(Map.of("TERM", "xterm", "NO_COLOR", "1"), Stream.OUT),
            TestShell.onTerminals(Map.of("TERM", "dumb"), Stream.OUT),
            TestShell.onTerminals(Map.of("TERM", "xterm"), Stream.ERR))) {
      shell.run("merge", "--help");

      assertThat(shell.out()).contains("Usage:").doesNotContain(ESCAPE);
    }
  }

  @Test
  void theCompletionScriptIsOneThatBashTakes() throws Exception {
    var shell = TestShell.piped();
    assertThat(shell.run("completion", "bash")).isZero();

    Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    bash.getOutputStream().write(shell.out().getBytes(StandardCharsets.UTF_8));
    bash.getOutputStream().close();

    assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
    assertThat(bash.waitFor()).isZero();
    assertThat(shell.out()).contains("merge").contains("--key-file");
  }
}
