package dev.larder.server.stats;

import java.math.BigDecimal;

/**
 * Numbers as the rules compute with them: decimals of the token's own digits, with no binary
 * floating point in between.
 *
 * <p>They are bounded, because a short token can stand for a number of a gigabyte ({@code
 * 1e999999999}), and adding two short ones ({@code 1e999} and {@code 1e-999}) can need as much.
 */
final class Decimals {
  /**
   * The most digits that a number may have when it is written out without an exponent, before and
   * behind its point together: {@code 1e3} has 4, {@code 0.05} has 3. All IEEE 754 doubles in their
   * shortest form, and the sums of any two of them, have less than 700.
   */
  static final int MAX_DIGITS = 1000;

  /** What stands in a token beside its digits: signs, a point, and an exponent with its own. */
  private static final int OTHER_CHARS = 16;

  static final String EXPECTED = "a number of at most " + MAX_DIGITS + " digits";

  private static final String LONGER = "a longer one";

  private Decimals() {}

  /**
   * Reads a number.
   *
   * @throws NotApplicableException if it is none, or has too many digits
   */
  static BigDecimal read(Value value) {
    if (!value.isNumber()) {
      throw new NotApplicableException("a number", value.kind());
    }
    // The length comes first: reading digits costs their square.
    if (value.bytes() > MAX_DIGITS + OTHER_CHARS) {
      throw new NotApplicableException(EXPECTED, LONGER);
    }
    try {
      BigDecimal number = new BigDecimal(value.word());
      // A zero with a large exponent is a zero.
      return bounded(number.signum() == 0 && number.scale() < 0 ? BigDecimal.ZERO : number);
    } catch (NumberFormatException e) { // the exponent is beyond that of any BigDecimal
      throw new NotApplicableException(EXPECTED, LONGER);
    }
  }

  /**
   * The same number.
   *
   * @throws NotApplicableException if it has too many digits
   */
  static BigDecimal bounded(BigDecimal number) {
    long scale = number.scale();
    long digits = scale <= 0 ? number.precision() - scale : Math.max(number.precision(), scale + 1);
    if (digits > MAX_DIGITS) {
      throw new NotApplicableException(EXPECTED, LONGER);
    }
    return number;
  }
}
