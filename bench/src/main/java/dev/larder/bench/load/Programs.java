package dev.larder.bench.load;

import dev.larder.bench.measure.Latency;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Programs that work for a given time, side by side, and print how many operations they did, last
 * of all. What single operations took is theirs to know.
 */
public final class Programs implements Load {
  private final int count;
  private final BiFunction<Integer, Double, List<String>> line;

  /**
   * So many at once.
   *
   * @param line the command of one: from its number, from 0, and seconds
   */
  public Programs(int count, BiFunction<Integer, Double, List<String>> line) {
    this.count = count;
    this.line = line;
  }

  @Override
  public Turn closedLoop(Duration time) throws IOException, InterruptedException {
    double seconds = time.toMillis() / 1e3;
    List<Process> processes = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      processes.add(
          new ProcessBuilder(line.apply(number, seconds))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }
    long operations = 0;
    for (Process process : processes) {
      operations += printed(process);
    }
    return new Turn(operations, seconds, new Latency());
  }

  private static long printed(Process process) throws IOException, InterruptedException {
    byte[] all = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException("a program ended with " + process.exitValue());
    }
    String text = new String(all, StandardCharsets.UTF_8).strip();
    return Long.parseLong(text.substring(text.lastIndexOf('\n') + 1));
  }

  @Override
  public void close() {
    // Each turn's programs have ended with it.
  }
}
