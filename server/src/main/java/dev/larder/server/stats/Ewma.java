package dev.larder.server.stats;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The exponentially weighted moving average: {@code alpha * new + (1 - alpha) * old}, computed
 * exactly and then rounded once, half to even, to {@value #DIGITS} significant digits, or to
 * {@value #MAX_SCALE} digits behind the point if that is less. The first value is kept as it is.
 */
final class Ewma implements Rule {
  /** As many as tell any two IEEE 754 doubles apart. */
  private static final int DIGITS = 17;

  /**
   * Those of the least double, 5e-324, written with {@value #DIGITS} digits. An average of zeros
   * comes to 0 by it, rather than to ever longer numbers.
   */
  private static final int MAX_SCALE = 340;

  private static final MathContext ROUNDING = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

  /** The most digits of an alpha behind the point: bounds what its products cost. */
  private static final int MAX_ALPHA_SCALE = 17;

  private final BigDecimal alpha;
  private final BigDecimal rest;

  /**
   * The average with that weight of the new value.
   *
   * @throws RefusedException with {@link Problem.BadSettings} if it is no weight
   */
  Ewma(BigDecimal alpha) {
    boolean isWeight =
        alpha.signum() > 0
            && alpha.compareTo(BigDecimal.ONE) <= 0
            && alpha.stripTrailingZeros().scale() <= MAX_ALPHA_SCALE;
    if (!isWeight) {
      throw new RefusedException(
          new Problem.BadSettings(
              "alpha",
              "it is no weight of a new value",
              "Give a number above 0 and at most 1, with at most "
                  + MAX_ALPHA_SCALE
                  + " digits behind the point."));
    }
    this.alpha = alpha.stripTrailingZeros();
    this.rest = BigDecimal.ONE.subtract(this.alpha);
  }

  @Override
  public void check(Value value) {
    var unused = Decimals.read(value);
  }

  @Override
  public void fold(Value held, Value incoming, Merged out) {
    BigDecimal exact =
        Decimals.read(incoming).multiply(alpha).add(Decimals.read(held).multiply(rest));
    BigDecimal average = plain(rounded(exact).stripTrailingZeros());
    out.write(Decimals.bounded(average).toString());
  }

  private static BigDecimal rounded(BigDecimal exact) {
    int scale = exact.scale() - Math.max(0, exact.precision() - DIGITS);
    return scale > MAX_SCALE
        ? exact.setScale(MAX_SCALE, ROUNDING.getRoundingMode())
        : exact.round(ROUNDING);
  }

  /** Without an exponent where the digits reach to the point: 10 and not 1E+1. */
  private static BigDecimal plain(BigDecimal number) {
    boolean reaches = number.precision() - number.scale() <= DIGITS;
    return number.scale() < 0 && reaches ? number.setScale(0) : number;
  }
}
