package dev.larder.server.stats;

/** The new value: what holds without a rule, to say it where a wider rule would hold. */
record Replace() implements Rule {
  @Override
  public void fold(Value held, Value incoming, Merged out) {
    out.write(incoming);
  }
}
