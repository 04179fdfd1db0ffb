package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.server.testing.Needs;
import dev.larder.server.testing.Shell;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sums of Python's decimal module, to the digit and in the same form. */
class SumAgainstPythonTest {
  private static final int NUMBERS = 1_000_000;
  private static final long MAX_BYTES = 1 << 20;
  private static final String PROGRAM =
      """
      import decimal, sys
      decimal.getcontext().prec = 5000
      decimal.getcontext().Emax = 10000
      with open(sys.argv[1]) as numbers:
          print(sum(map(decimal.Decimal, numbers), decimal.Decimal(0)))
      """;

  @TempDir Path folder;

  @Test
  void aMillionRandomDecimalsAddUpToWhatPythonSays() throws IOException, InterruptedException {
    Needs.thatHolds(hasPython(), "python3");
    long seed = new Random().nextLong();
    System.out.println("seed of the decimals: " + seed);
    Random random = new Random(seed);
    Path file = folder.resolve("numbers");
    Rules rules = RuleText.rules("/* sum");
    Document document = Texts.document("{\"n\": 0}");
    try (BufferedWriter numbers = Files.newBufferedWriter(file)) {
      for (int i = 0; i < NUMBERS; i++) {
        String number = number(random);
        numbers.append(number).append('\n');
        List<Entry> sent = Texts.entries("{\"n\":" + number + "}");
        document.apply(rules.merge(document, sent, MAX_BYTES));
      }
    }

    String expected = Shell.run("python3", "-c", PROGRAM, file.toString());

    Entry sum = Objects.requireNonNull(document.get("n"));
    assertThat(Texts.text(sum.value())).isEqualTo(expected);
  }

  private static String number(Random random) {
    StringBuilder number = new StringBuilder(random.nextBoolean() ? "-" : "");
    number.append(1 + random.nextInt(9)).append(digits(random));
    if (random.nextBoolean()) {
      number.append('.').append(random.nextInt(10)).append(digits(random));
    }
    if (random.nextInt(3) == 0) {
      number.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(80) - 40);
    }
    return number.toString();
  }

  /** None to 24 of them. */
  private static String digits(Random random) {
    String many = Long.toString(random.nextLong() >>> 1) + random.nextInt(100_000);
    return many.substring(0, random.nextInt(Math.min(25, many.length())));
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      return Shell.tryRun("python3", "--version").exitCode() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
