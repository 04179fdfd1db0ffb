package dev.larder.dist;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine. Without it the test is skipped, but never in a CI. */
final class Needs {
  private Needs() {}

  /** Goes on only if the command is on the PATH. */
  static void command(String name) {
    that(isOnPath(name), "there is no command '" + name + "' here");
  }

  /** Goes on only if that is so. */
  static void that(boolean given, String otherwise) {
    if (!given && "true".equals(System.getenv("CI"))) {
      Assertions.fail("Nothing may be skipped in a CI, but " + otherwise);
    }
    if (!given) {
      // Surefire counts the skipped tests and does not say why.
      System.err.println("Skipped: " + otherwise);
    }
    Assumptions.assumeTrue(given, otherwise);
  }

  private static boolean isOnPath(String name) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
