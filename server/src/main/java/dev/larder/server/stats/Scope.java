package dev.larder.server.stats;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a document, as the rules see it: what is left of the patterns that match so far, the
 * most specific first. Immutable, any thread.
 *
 * <p>The patterns are a tree with a branch for each segment. Going to a member follows, in each
 * branch that is left, first the branch of the member's name and then that of {@code *}; so the
 * order is that of the patterns compared from the front, where a name comes before a {@code *}.
 */
final class Scope {
  private static final String ANY = "*";

  /** Where no rule is left. */
  private static final Scope NOWHERE = new Scope(List.of());

  private final List<Branch> branches;

  /** A segment of the patterns, with what follows it. Written to by {@link #of} only. */
  private static final class Branch {
    final Map<String, Branch> named = new HashMap<>();
    @Nullable Branch any;
    @Nullable PlacedRule rule;

    Branch following(String segment) {
      if (!segment.equals(ANY)) {
        return named.computeIfAbsent(segment, name -> new Branch());
      }
      Branch known = any;
      if (known == null) {
        known = new Branch();
        any = known;
      }
      return known;
    }

    boolean leadsOn() {
      return any != null || !named.isEmpty();
    }

    boolean decidesAll() {
      return rule != null && !rule.rule().mergesMembers();
    }

    /** One of the rules here or below. */
    PlacedRule example() {
      if (rule != null) {
        return rule;
      }
      return (any != null ? any : named.values().iterator().next()).example();
    }
  }

  private Scope(List<Branch> branches) {
    this.branches = branches;
  }

  /**
   * The document itself, under these rules.
   *
   * @throws RefusedException with {@link Problem.BadSettings} for a rule that could never hold: one
   *     of a pattern that has one already, or below a rule that decides of the whole value
   */
  static Scope of(List<PlacedRule> rules) {
    Branch document = new Branch();
    for (int i = 0; i < rules.size(); i++) {
      place(document, rules.get(i), i);
    }
    return rules.isEmpty() ? NOWHERE : new Scope(List.of(document));
  }

  private static void place(Branch document, PlacedRule placed, int index) {
    Branch branch = document;
    for (String segment : Pointer.parse(placed.at()).tokens()) {
      if (branch.decidesAll()) {
        throw hidden(index, branch.example(), placed);
      }
      branch = branch.following(segment);
    }
    if (branch.rule != null) {
      throw refused(index, "there are two rules of it", "Leave one of them out.");
    }
    boolean hidesOthers = branch.leadsOn() && !placed.rule().mergesMembers();
    if (hidesOthers) {
      throw hidden(index, placed, branch.example());
    }
    branch.rule = placed;
  }

  private static RefusedException hidden(int index, PlacedRule upper, PlacedRule lower) {
    return refused(
        index,
        "the rule " + upper + " decides of the whole value, so that " + lower + " would never hold",
        "Leave one of them out.");
  }

  private static RefusedException refused(int index, String reason, String action) {
    return new RefusedException(new Problem.BadSettings("rules[" + index + "].at", reason, action));
  }

  /** The place of that member of this one. */
  Scope below(String name) {
    List<Branch> matching = new ArrayList<>(2);
    for (Branch branch : branches) {
      Branch named = branch.named.get(name);
      if (named != null) {
        matching.add(named);
      }
      if (branch.any != null) {
        matching.add(branch.any);
      }
    }
    return matching.isEmpty() ? NOWHERE : new Scope(matching);
  }

  /** The rule that holds at this place: the most specific of those whose pattern it fits. */
  @Nullable PlacedRule rule() {
    for (Branch branch : branches) {
      if (branch.rule != null) {
        return branch.rule;
      }
    }
    return null;
  }

  /** Whether there are rules for places below. */
  boolean leadsOn() {
    for (Branch branch : branches) {
      if (branch.leadsOn()) {
        return true;
      }
    }
    return false;
  }

  /** Whether no rule holds here, nor anywhere below. */
  boolean isNowhere() {
    return branches.isEmpty();
  }

  /**
   * One of the rules below.
   *
   * @throws IllegalStateException if there are none
   */
  PlacedRule oneBelow() {
    for (Branch branch : branches) {
      if (branch.any != null) {
        return branch.any.example();
      }
      for (Branch named : branch.named.values()) {
        return named.example();
      }
    }
    throw new IllegalStateException("no rules below");
  }
}
