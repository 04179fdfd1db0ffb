package dev.larder.server.testing;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of its machine. */
public final class Needs {
  private Needs() {}

  /** Skips the test where something is missing; in CI, where nothing may be, fails it. */
  public static void thatHolds(boolean met, String what) {
    if (!met && "true".equals(System.getenv("CI"))) {
      Assertions.fail("in CI this must not be skipped: it needs " + what);
    }
    Assumptions.assumeTrue(met, "skipped, as it needs " + what);
  }
}
