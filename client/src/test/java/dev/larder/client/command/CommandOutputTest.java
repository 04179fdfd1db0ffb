package dev.larder.client.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommandOutputTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void everythingIsShownAndTheLastTwentyLinesAreKept() throws Exception {
    String printed = lines(1, 5_000);

    CommandOutput output = read(printed);

    assertThat(shown.toString(UTF_8)).isEqualTo(printed);
    assertThat(output.lastLines() + "\n").isEqualTo(lines(4_981, 5_000));
    assertThat(output.lastLine()).isEqualTo("line 5000");
  }

  @Test
  void fewLinesAreKeptAsTheyAre() throws Exception {
    CommandOutput output = read("one\n\ntwo\n  \n");

    assertThat(output.lastLines()).isEqualTo("one\n\ntwo\n  ");
    assertThat(output.lastLine()).isEqualTo("two");
  }

  @Test
  void lineThatIsWrittenOverIsThatOfItsLastForm() throws Exception {
    assertThat(read("10%\r20%\r30%").lastLine()).isEqualTo("30%");
  }

  @Test
  void commandThatPrintsNothingHasNoLine() throws Exception {
    assertThat(read("").lastLine()).isEmpty();
    assertThat(read("").lastLines()).isEmpty();
  }

  private CommandOutput read(String printed) throws InterruptedException {
    var from = new ByteArrayInputStream(printed.getBytes(UTF_8));
    CommandOutput output = new CommandOutput(from, new PrintStream(shown, true, UTF_8)).start();
    output.await(60_000);
    return output;
  }

  private static String lines(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> "line " + number + "\n")
        .collect(Collectors.joining());
  }
}
