package dev.larder.server.stats;

import dev.larder.protocol.MergeRule;
import java.math.BigDecimal;
import java.util.List;

/** Rules as the tests write them: {@code /a/n ewma 0.3}, pattern, kind and parameter. */
final class RuleText {
  private RuleText() {}

  static Rules rules(String... texts) {
    return Rules.of(List.of(texts).stream().map(RuleText::rule).toList());
  }

  static MergeRule rule(String text) {
    String[] words = text.split(" ", -1);
    return switch (words[1]) {
      case "ewma" -> MergeRule.ewma(words[0], new BigDecimal(words[2]));
      case "append" -> MergeRule.append(words[0], Integer.parseInt(words[2]));
      default -> MergeRule.of(words[0], words[1]);
    };
  }
}
