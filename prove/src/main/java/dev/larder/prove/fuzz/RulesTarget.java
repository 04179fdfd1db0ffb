package dev.larder.prove.fuzz;

import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.MergeRule;
import dev.larder.protocol.Messages;
import dev.larder.protocol.RefusedException;
import dev.larder.server.stats.Document;
import dev.larder.server.stats.Effect;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.Rules;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merge rules. The first line is a document's settings, the second a document, the rest a merge:
 * what comes of it is what {@link NaiveMerge} makes of trees, or it is refused by both.
 */
public final class RulesTarget implements Target {
  private static final long MOST_BYTES = 1 << 20;
  private static final byte[] EMPTY = {'{', '}'};

  /** One of each kind, for inputs whose own rules are refused. */
  private static final List<MergeRule> EACH =
      List.of(
          MergeRule.of("/*/n", "sum"),
          MergeRule.of("/*/min", "min"),
          MergeRule.of("/*/max", "max"),
          MergeRule.ewma("/*/e", new BigDecimal("0.3")),
          MergeRule.append("/*/a", 3),
          MergeRule.of("/*/k", "keep"),
          MergeRule.of("/d", "deep"),
          MergeRule.of("/d/x/y", "replace"));

  @Override
  public String name() {
    return "rules";
  }

  @Override
  public void feed(byte[] input) {
    List<byte[]> sections = Sections.cut(input, 3);
    List<MergeRule> settings = settings(sections.get(0));
    boolean isDocument = Json.object(sections.get(1), Documents.DEPTH) != null;
    byte[] target = isDocument ? sections.get(1) : EMPTY;
    Json.Members held = Json.object(target, Documents.DEPTH);
    Json.Members sent = Json.object(sections.get(2), Documents.DEPTH);
    List<Entry> heldEntries = Documents.entries(target);
    List<Entry> sentEntries = Documents.entries(sections.get(2));
    if (held == null || sent == null || heldEntries == null || sentEntries == null) {
      return;
    }
    Json.Members expected = new NaiveMerge(settings).merge(held, sent);
    Document document = Documents.of(heldEntries);
    byte[] before = Documents.bytes(document);
    Effect effect = merge(Rules.of(settings), document, sentEntries);
    Contradiction.unlessSame("untouched so far", before, Documents.bytes(document));
    Contradiction.unlessSame(
        "whether it is merged, by " + settings, expected != null, effect != null);
    if (expected != null && effect != null) {
      var unused = document.apply(effect);
      Contradiction.unlessSame(
          "merged by " + settings, expected.canonical(), Documents.canonical(document));
    }
  }

  private static @Nullable Effect merge(Rules rules, Document held, List<Entry> sent) {
    try {
      return rules.merge(held, sent, MOST_BYTES);
    } catch (RefusedException e) {
      return null;
    }
  }

  private static List<MergeRule> settings(byte[] json) {
    try {
      List<MergeRule> rules = Messages.readRequest(json, DocumentSettings.class).rules();
      var unused = Rules.of(rules);
      return rules == null ? EACH : rules;
    } catch (RefusedException e) {
      return EACH;
    }
  }
}
