package dev.larder.docker;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine. Without it the test is skipped, but never in a CI. */
final class Needs {
  private Needs() {}

  /** Goes on only if there is an engine that answers. */
  static void engine() {
    that(Tool.works("docker", "info"), "there is no Docker engine that answers 'docker info' here");
    that(
        System.getProperty("os.name").equals("Linux"),
        "an engine on this system keeps its containers' sockets in a machine of its own");
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
}
