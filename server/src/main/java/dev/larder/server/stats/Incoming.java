package dev.larder.server.stats;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a merge, where it stands in the request, with the rules that hold for it. Like {@link
 * Change}, it goes over the request and over what is held once each, however deep they are, and
 * recurses as deep as the request, which {@link JsonBounds#maxDepth} bounds.
 *
 * <p>Three things can be the case. A rule decides of the whole value. Or objects are merged member
 * by member here, because of the rule {@code deep} or because rules lie below: members that only
 * one side has stay as they are. Or no rule says anything, and the value replaces what is held.
 */
final class Incoming {
  private final byte[] json;
  private final int at;
  private final int end;
  private final Scope scope;
  private final Spot spot;

  /** The rule that decides of the whole value. */
  private final @Nullable PlacedRule whole;

  /** The members of an object that is merged, by decoded name, in their order. */
  private final @Nullable Map<String, Named> members;

  /** A member whose name's token starts at {@code nameAt} in the request. */
  private record Named(int nameAt, Incoming value) {}

  /**
   * Reads the value that starts at {@code at}, in the default layout.
   *
   * @param deepAbove whether the rule {@code deep} holds for what it is a member of
   * @throws RefusedException with {@link Problem.RuleNotApplicable}
   */
  Incoming(byte[] json, int at, Scope scope, boolean deepAbove, Spot spot) {
    this.json = json;
    this.at = at;
    this.scope = scope;
    this.spot = spot;
    PlacedRule rule = scope.rule();
    boolean deep = rule == null ? deepAbove : rule.rule().mergesMembers();
    this.whole = rule == null || deep ? null : rule;
    if (whole != null || json[at] != '{' || !(deep || scope.leadsOn())) {
      this.members = null;
      this.end = Tokens.valueEnd(json, at);
      if (whole != null) {
        spot.check(whole, Spot.Holder.REQUEST, value());
      }
      return;
    }
    this.members = new LinkedHashMap<>();
    int next = at + 1;
    while (json[next] != '}') {
      int nameEnd = Tokens.stringEnd(json, next);
      String name = Tokens.decode(json, next, nameEnd);
      int valueAt = nameEnd + Tokens.COLON_BYTES;
      Incoming value = new Incoming(json, valueAt, scope.below(name), deep, spot.below(name));
      members.put(name, new Named(next, value));
      next = Tokens.following(json, value.end);
    }
    this.end = next + 1;
  }

  /** Writes what is kept of this where nothing is held yet. */
  void write(Merged out) {
    if (whole != null) {
      whole.rule().first(value(), out);
    } else if (members != null && scope.leadsOn()) {
      Commas commas = new Commas(out);
      out.write('{');
      members.values().forEach(member -> writeNew(member, commas, out));
      out.write('}');
    } else {
      out.write(value());
    }
  }

  /**
   * Writes what comes of this and the value that is held.
   *
   * @return the index behind the held value
   * @throws RefusedException with {@link Problem.RuleNotApplicable}
   */
  int write(byte[] held, int heldAt, Merged out) {
    if (whole != null) {
      Value old = Value.at(held, heldAt);
      fold(whole, old, out);
      return old.end;
    }
    if (members != null && held[heldAt] == '{') {
      return writeMembers(members, held, heldAt, out);
    }
    if (members == null && held[heldAt] == '{' && scope.leadsOn()) {
      // Replacing it would wipe out what the rules below have made of many merges.
      throw spot.refused(
          scope.oneBelow(), Spot.Holder.REQUEST, "an object on the way", Tokens.kind(json[at]));
    }
    write(out);
    return Tokens.valueEnd(held, heldAt);
  }

  private void fold(PlacedRule rule, Value old, Merged out) {
    try {
      rule.rule().fold(old, value(), out);
    } catch (NotApplicableException e) {
      spot.check(rule, Spot.Holder.DOCUMENT, old); // not before: long sums are costly to read
      throw spot.refused(rule, Spot.Holder.RESULT, e.expected, e.found);
    }
  }

  private int writeMembers(Map<String, Named> sent, byte[] held, int heldAt, Merged out) {
    Map<String, Named> added = new LinkedHashMap<>(sent);
    Commas commas = new Commas(out);
    out.write('{');
    int next = heldAt + 1;
    while (held[next] != '}') {
      int nameEnd = Tokens.stringEnd(held, next);
      int valueAt = nameEnd + Tokens.COLON_BYTES;
      Named named = added.remove(Tokens.decode(held, next, nameEnd));
      int valueEnd;
      if (named == null) {
        valueEnd = Tokens.valueEnd(held, valueAt);
        commas.start(held, next, valueEnd);
      } else {
        commas.start(held, next, valueAt);
        valueEnd = named.value.write(held, valueAt, out);
      }
      next = Tokens.following(held, valueEnd);
    }
    added.values().forEach(member -> writeNew(member, commas, out));
    out.write('}');
    return next + 1;
  }

  private static void writeNew(Named member, Commas commas, Merged out) {
    commas.start(member.value.json, member.nameAt, member.value.at);
    member.value.write(out);
  }

  private Value value() {
    return new Value(json, at, end);
  }
}
