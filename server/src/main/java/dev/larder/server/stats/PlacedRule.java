package dev.larder.server.stats;

/**
 * A rule and the pattern of its places, as the settings have them.
 *
 * @param at the pattern, a JSON Pointer
 * @param op the rule's kind
 */
record PlacedRule(String at, String op, Rule rule) {
  /** As people are told of it. */
  @Override
  public String toString() {
    return "'" + op + "' of '" + at + "'";
  }
}
