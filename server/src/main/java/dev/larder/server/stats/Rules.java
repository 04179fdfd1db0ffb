package dev.larder.server.stats;

import dev.larder.protocol.MergeRule;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document's merge rules. {@code docs/merge-rules.md} tells what they do.
 *
 * <p>What a merge costs grows with what it carries and with the entries that it touches, never with
 * the document. Immutable, any thread.
 */
public final class Rules {
  /** No rules: a new entry replaces the one of its name. */
  public static final Rules NONE = new Rules(List.of(), Scope.of(List.of()));

  /** The most rules of one document: they bound what a place costs, since all may match it. */
  public static final int MAX_RULES = 100;

  /** The longest pattern. */
  private static final int MAX_AT_CHARS = 1000;

  private final List<MergeRule> settings;
  private final Scope document;

  private Rules(List<MergeRule> settings, Scope document) {
    this.settings = settings;
    this.document = document;
  }

  /**
   * Reads the rules of a document's settings.
   *
   * @throws RefusedException with {@link Problem.BadSettings} if one of them could never hold, or
   *     is none
   */
  public static Rules of(@Nullable List<MergeRule> settings) {
    if (settings == null || settings.isEmpty()) {
      return NONE;
    }
    if (settings.size() > MAX_RULES) {
      throw new RefusedException(
          new Problem.BadSettings(
              "rules", "there are " + settings.size(), "Give at most " + MAX_RULES + "."));
    }
    List<PlacedRule> placed = new ArrayList<>(settings.size());
    for (MergeRule rule : settings) {
      placed.add(read("rules[" + placed.size() + "]", rule));
    }
    return new Rules(settings, Scope.of(placed));
  }

  private static PlacedRule read(String member, @Nullable MergeRule settings) {
    if (settings == null || settings.at() == null) {
      throw refused(member, "it has no 'at'", "Give the place as a JSON Pointer, like /*/runs.");
    }
    String at = settings.at();
    if (at.isEmpty() || at.length() > MAX_AT_CHARS) {
      throw refused(
          member + ".at",
          "it is no place in a document",
          "Give a JSON Pointer of at least one segment and at most " + MAX_AT_CHARS + " letters.");
    }
    try {
      var unused = Pointer.parse(at);
      Rule rule = RuleKind.read(settings);
      return new PlacedRule(at, String.valueOf(settings.op()), rule);
    } catch (RefusedException e) {
      if (e.problem() instanceof Problem.BadSettings bad) {
        throw refused(member + "." + bad.member(), bad.reason(), bad.action());
      }
      throw refused(member + ".at", "'" + at + "' is no JSON Pointer", e.problem().action());
    }
  }

  private static RefusedException refused(String member, String reason, String action) {
    return new RefusedException(new Problem.BadSettings(member, reason, action));
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return document.isNowhere();
  }

  /** Whether they are written in the same way as others: they hold for the same then. */
  public boolean areThoseOf(Rules others) {
    return settings.equals(others.settings);
  }

  /**
   * What a merge does to the document. Nothing is changed yet.
   *
   * @param maxBytes how much may come of it
   * @throws RefusedException with {@link Problem.RuleNotApplicable} if a rule cannot work on a
   *     value that is sent or held; with {@link Problem.TooLarge} past {@code maxBytes}
   */
  public Effect merge(Document held, List<Entry> entries, long maxBytes) {
    if (isEmpty()) {
      return Effect.putting(entries);
    }
    Merged out = new Merged(maxBytes);
    List<Entry> put = new ArrayList<>(entries.size());
    for (Entry entry : entries) {
      Scope scope = document.below(entry.name());
      put.add(scope.isNowhere() ? entry : merged(held.get(entry.name()), entry, scope, out));
    }
    return Effect.putting(put);
  }

  private static Entry merged(@Nullable Entry held, Entry entry, Scope scope, Merged out) {
    out.write(entry.member(), 0, entry.valueAt());
    Incoming incoming =
        new Incoming(entry.member(), entry.valueAt(), scope, false, Spot.ofEntry(entry.name()));
    if (held == null) {
      incoming.write(out);
    } else {
      var unused = incoming.write(held.member(), held.valueAt(), out);
    }
    return new Entry(entry.name(), out.take(), entry.valueAt());
  }

  /**
   * Holds entries that are to be written without the rules to them, so that no later merge is
   * refused for what the document holds.
   *
   * @throws RefusedException with {@link Problem.RuleNotApplicable}
   */
  public void checkSent(Iterable<Entry> entries) {
    check(entries, Spot.Holder.REQUEST);
  }

  /**
   * Holds what a document has to the rules; goes over all of it once.
   *
   * @throws RefusedException with {@link Problem.RuleNotApplicable}
   */
  public void checkHeld(Document held) {
    check(held.snapshot(), Spot.Holder.DOCUMENT);
  }

  private void check(Iterable<Entry> entries, Spot.Holder holder) {
    if (isEmpty()) {
      return;
    }
    RuleCheck check = new RuleCheck(holder);
    for (Entry entry : entries) {
      check.check(entry, document.below(entry.name()));
    }
  }
}
