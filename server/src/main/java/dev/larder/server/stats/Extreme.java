package dev.larder.server.stats;

import java.math.BigDecimal;

/**
 * The least or the greatest number, compared exactly, its token as it came; of equal ones the
 * first.
 *
 * @param wanted the sign of a number that takes the place of the one that is held, compared to it
 */
record Extreme(int wanted) implements Rule {
  static Extreme least() {
    return new Extreme(-1);
  }

  static Extreme greatest() {
    return new Extreme(1);
  }

  @Override
  public void check(Value value) {
    var unused = Decimals.read(value);
  }

  @Override
  public void fold(Value held, Value incoming, Merged out) {
    BigDecimal sent = Decimals.read(incoming);
    out.write(sent.compareTo(Decimals.read(held)) == wanted ? incoming : held);
  }
}
