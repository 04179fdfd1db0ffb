package dev.larder.server.stats;

/**
 * The exact sum, with as many digits behind the point as the longer operand has. Its text is that
 * of {@code BigDecimal.toString}, which is also that of Python's {@code str(Decimal)}.
 */
record Sum() implements Rule {
  @Override
  public void check(Value value) {
    var unused = Decimals.read(value);
  }

  @Override
  public void fold(Value held, Value incoming, Merged out) {
    out.write(Decimals.bounded(Decimals.read(held).add(Decimals.read(incoming))).toString());
  }
}
