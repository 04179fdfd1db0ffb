package dev.larder.bench;

import java.util.Locale;

/**
 * What a row shall reach.
 *
 * @param atLeast whether more is better
 * @param bound the last value that reaches it
 * @param unit of the value: {@code ×} for a ratio
 */
public record Goal(boolean atLeast, double bound, String unit) {
  private static final String TIMES = "×";

  /** None: a ratio for who wants to know. */
  public static final Goal NONE = atLeast(0);

  /** A ratio that shall not be less. */
  public static Goal atLeast(double ratio) {
    return new Goal(true, ratio, TIMES);
  }

  /** A ratio that shall not be more. */
  public static Goal atMost(double ratio) {
    return new Goal(false, ratio, TIMES);
  }

  /** A value that shall not be more. */
  public static Goal atMost(double value, String unit) {
    return new Goal(false, value, unit);
  }

  /** Whether a value reaches it. */
  public boolean isReachedBy(double value) {
    return atLeast ? value >= bound : value <= bound;
  }

  /** A value with its unit. */
  public String told(double value) {
    String format = unit.equals(TIMES) ? "%.2f %s" : "%,.1f %s";
    return format.formatted(value, unit);
  }

  @Override
  public String toString() {
    return equals(NONE)
        ? "none"
        : (atLeast ? "≥ " : "≤ ")
            + (bound == Math.rint(bound)
                ? String.format(Locale.ROOT, "%.0f", bound)
                : String.valueOf(bound))
            + " "
            + unit;
  }
}
