package dev.larder.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command of this machine in the top of the source folder. Any thread may call it. */
final class Tool {
  /** The top of the source folder: the build says so by a system property. */
  static final Path SOURCE = Path.of(System.getProperty("larder.source", "..")).normalize();

  private Tool() {}

  /**
   * A command that has ended.
   *
   * @param said all of its output
   */
  record Ended(int exitCode, String said) {
    /** Returns what it said if it did well, and fails with it if not. */
    String well() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + ":\n" + said);
      }
      return said;
    }
  }

  static Ended run(String... line) {
    return run(Map.of(), line);
  }

  /** Runs it with these variables added to the environment; one that hangs is a failure. */
  static Ended run(Map<String, String> variables, String... line) {
    try {
      Path said = Files.createTempFile("larder-docker-", ".out");
      try {
        var builder = new ProcessBuilder(List.of(line)).directory(SOURCE.toFile());
        builder.redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("it hangs: " + text(said));
        }
        return new Ended(process.exitValue(), text(said));
      } finally {
        Files.deleteIfExists(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether there is such a command and it does well. */
  static boolean works(String... line) {
    try {
      return run(line).exitCode() == 0;
    } catch (UncheckedIOException e) {
      return false; // no such command
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), UTF_8);
  }
}
