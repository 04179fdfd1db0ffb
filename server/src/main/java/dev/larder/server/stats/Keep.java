package dev.larder.server.stats;

/** The first value that was ever written. */
record Keep() implements Rule {
  @Override
  public void fold(Value held, Value incoming, Merged out) {
    out.write(held);
  }
}
