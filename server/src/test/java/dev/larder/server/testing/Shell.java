package dev.larder.server.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs of the system, for what Java cannot do itself. */
public final class Shell {
  private Shell() {}

  /** Runs a program to its end and gives what it printed; its failure is the test's. */
  public static String run(String... command) throws IOException, InterruptedException {
    Outcome outcome = tryRun(command);
    if (outcome.exitCode() != 0) {
      throw new AssertionError(List.of(command) + " failed: " + outcome.output());
    }
    return outcome.output();
  }

  public static Outcome tryRun(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output.strip());
  }

  public record Outcome(int exitCode, String output) {}
}
