package dev.larder.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class QuickLineTest {
  private static final List<String> TOKENS =
      List.of(
          "get",
          "merge",
          "build",
          "put",
          "doc",
          "/a/b",
          "-",
          "--",
          "",
          "--root",
          "/r",
          "--json",
          "--no-start",
          "--key",
          "--key-file",
          "k",
          "make",
          "{}",
          "--ack",
          "durable",
          "--help",
          "--root=/r",
          "--timeout",
          "1s",
          "-x",
          "--key=k");
  private static final int LINES = 3_000;
  private static final int LONGEST_LINE = 8;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get doc",
        "get doc /a/b",
        "--root /r get doc --json",
        "merge doc",
        "merge --no-start doc file.json",
        "build name -- make {}",
        "build name --key a --key-file f --key b -- make --key c {}",
        "build --key a name --root /r -- sh -c get"
      })
  void plainLinesAreUnderstoodAsPicocliDoes(String line) {
    assertThat(agree(line.split(" ", -1))).isTrue();
  }

  @Test
  void whateverIsUnderstoodIsUnderstoodAsPicocliDoes() {
    long seed = Long.getLong("larder.seed", System.nanoTime());
    System.out.println("QuickLineTest: -Dlarder.seed=" + seed);
    var random = new Random(seed);
    int understood = 0;
    for (int i = 0; i < LINES; i++) {
      var line = new ArrayList<String>();
      line.add(TOKENS.get(random.nextInt(4)));
      for (int length = random.nextInt(LONGEST_LINE); length > 0; length--) {
        line.add(TOKENS.get(random.nextInt(TOKENS.size())));
      }
      understood += agree(line.toArray(new String[0])) ? 1 : 0;
    }
    assertThat(understood).isGreaterThan(LINES / 50);
  }

  /**
   * Whether the line was understood without picocli; then picocli must have understood the same.
   */
  private static boolean agree(String[] line) {
    var quickLarder = new LarderCommand(TestShell.piped().shell());
    Callable<Integer> quick = QuickLine.read(line, quickLarder);
    if (quick == null) {
      return false;
    }
    var fullLarder = new LarderCommand(TestShell.piped().shell());
    assertThat(quick)
        .as("%s", List.of(line))
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes("larder\\.shell.*")
        .isEqualTo(parsed(line, fullLarder));
    return true;
  }

  private static Object parsed(String[] line, LarderCommand larder) {
    int place = CommandTree.placeOfName(line);
    CommandLine commandLine = FullLine.commandLine(line[place], larder);
    try {
      CommandLine.ParseResult result = commandLine.parseArgs(line);
      assertThat(result.isUsageHelpRequested()).isFalse();
      return result.subcommand().commandSpec().userObject();
    } catch (ParameterException e) {
      throw new AssertionError("picocli refuses " + List.of(line), e);
    }
  }
}
