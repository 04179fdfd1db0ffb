package dev.larder.server.stats;

/**
 * Objects are merged member by member, and the objects within them; anything else is replaced. The
 * walk over the members is {@link Incoming}'s, which does the same on the way to other rules.
 */
record Deep() implements Rule {
  @Override
  public void fold(Value held, Value incoming, Merged out) {
    out.write(incoming); // one of the two is no object
  }

  @Override
  public boolean mergesMembers() {
    return true;
  }
}
