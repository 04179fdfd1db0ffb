package dev.larder.server.stats;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * The way to a value, to be told in a refusal. Immutable, any thread.
 *
 * @param above the object that it is a member of; null for an entry
 */
record Spot(@Nullable Spot above, String name) {
  /** Who has a value that a rule cannot work on. */
  enum Holder {
    REQUEST("the request"),
    DOCUMENT("the document"),
    RESULT("the result");

    private final String words;

    Holder(String words) {
      this.words = words;
    }
  }

  static Spot ofEntry(String name) {
    return new Spot(null, name);
  }

  Spot below(String member) {
    return new Spot(this, member);
  }

  /**
   * The refusal of what is here.
   *
   * @param rule the rule that cannot work on it, or that lies below
   */
  RefusedException refused(PlacedRule rule, Holder holder, String expected, String found) {
    return new RefusedException(
        new Problem.RuleNotApplicable(pointer(), rule.toString(), expected, holder.words, found));
  }

  /**
   * Has a rule look at a value.
   *
   * @throws RefusedException with {@link Problem.RuleNotApplicable} if it cannot work on it
   */
  void check(PlacedRule rule, Holder holder, Value value) {
    try {
      rule.rule().check(value);
    } catch (NotApplicableException e) {
      throw refused(rule, holder, e.expected, e.found);
    }
  }

  /** RFC 6901, section 3. */
  String pointer() {
    StringBuilder pointer = new StringBuilder();
    for (Spot spot = this; spot != null; spot = spot.above) {
      // ~ first: the other order would escape the tildes of the slashes.
      pointer.insert(0, "/" + spot.name.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}
