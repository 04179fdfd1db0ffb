package dev.larder.prove;

import dev.larder.testbed.Shell;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a part needs of the machine. Without it its test is skipped, but never in a CI. */
public final class Needs {
  private Needs() {}

  /** Goes on only if the command is on the PATH. */
  public static void command(String name) {
    that(Shell.has(name), "there is no command '" + name + "' here");
  }

  /** Goes on only if that is so. */
  public static void that(boolean given, String otherwise) {
    if (!given && "true".equals(System.getenv("CI"))) {
      Assertions.fail("Nothing may be skipped in a CI, but " + otherwise);
    }
    if (!given) {
      // Surefire counts the skipped tests and does not say why.
      System.err.println("Skipped: " + otherwise);
    }
    Assumptions.assumeTrue(given, otherwise);
  }
}
