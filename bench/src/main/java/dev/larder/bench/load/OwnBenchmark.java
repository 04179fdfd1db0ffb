package dev.larder.bench.load;

import dev.larder.bench.measure.Latency;
import dev.larder.testbed.Shell;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A load that another project's own benchmark makes, and reports a rate of. */
public final class OwnBenchmark implements Load {
  private final Function<Duration, List<String>> line;
  private final Pattern rate;

  /**
   * Such a program.
   *
   * @param line its command, for so long
   * @param rate finds, as its first group, operations a second in what it prints
   */
  public OwnBenchmark(Function<Duration, List<String>> line, Pattern rate) {
    this.line = line;
    this.rate = rate;
  }

  @Override
  public Turn closedLoop(Duration time) throws IOException, InterruptedException {
    String printed = Shell.run(line.apply(time).toArray(String[]::new));
    Matcher found = rate.matcher(printed);
    if (!found.find()) {
      throw new IOException("no rate is reported: " + printed);
    }
    double seconds = time.toMillis() / 1e3;
    long operations = Math.round(Double.parseDouble(found.group(1)) * seconds);
    return new Turn(operations, seconds, new Latency());
  }

  @Override
  public void close() {
    // Each turn's program has ended with it.
  }
}
