package dev.larder.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Commands of the system that run for a moment. */
public final class Shell {
  private Shell() {}

  /**
   * Runs a command to its end.
   *
   * @return what it printed, both outputs together
   * @throws IOException if it ends with another exit code than 0
   */
  public static String run(String... line) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new IOException(String.join(" ", line) + " ended with " + exitCode + ": " + said);
    }
    return said;
  }

  /** Whether there is a command of that name. */
  public static boolean has(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
