package dev.larder.prove.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is so and must not be so. */
public final class Contradiction extends AssertionError {
  private static final long serialVersionUID = 1L;

  public Contradiction(String what) {
    super(what);
  }

  /** Both are the same. */
  public static void unlessSame(String what, @Nullable Object expected, @Nullable Object actual) {
    if (!Objects.equals(expected, actual)) {
      throw new Contradiction(what + "\nexpected: " + expected + "\nactual:   " + actual);
    }
  }

  /** Both are the same text. */
  public static void unlessSame(String what, byte[] expected, byte[] actual) {
    unlessSame(what, new String(expected, UTF_8), new String(actual, UTF_8));
  }
}
