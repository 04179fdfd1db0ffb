package dev.larder.server.stats;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;

/** Goes over values as they are, once, and holds them to the rules. One thread. */
final class RuleCheck {
  private final Spot.Holder holder;

  RuleCheck(Spot.Holder holder) {
    this.holder = holder;
  }

  /**
   * Checks an entry.
   *
   * @param scope its place
   * @throws RefusedException with {@link Problem.RuleNotApplicable} if a rule could not work on it
   */
  void check(Entry entry, Scope scope) {
    if (!scope.isNowhere()) {
      var unused = check(entry.member(), entry.valueAt(), scope, Spot.ofEntry(entry.name()));
    }
  }

  /** Checks the value that starts there; gives the index behind it. */
  private int check(byte[] json, int at, Scope scope, Spot spot) {
    PlacedRule rule = scope.rule();
    if (rule != null && !rule.rule().mergesMembers()) {
      Value value = Value.at(json, at);
      spot.check(rule, holder, value);
      return value.end;
    }
    if (json[at] != '{' || !scope.leadsOn()) {
      return Tokens.valueEnd(json, at);
    }
    int next = at + 1;
    while (json[next] != '}') {
      int nameEnd = Tokens.stringEnd(json, next);
      String name = Tokens.decode(json, next, nameEnd);
      int valueAt = nameEnd + Tokens.COLON_BYTES;
      next = Tokens.following(json, check(json, valueAt, scope.below(name), spot.below(name)));
    }
    return next + 1;
  }
}
