package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.protocol.MergeRule;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
  private static final long MAX_BYTES = 1 << 20;

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, sum, -, -, rules[0]",
        "'', sum, -, -, rules[0].at",
        "a, sum, -, -, rules[0].at",
        "/a~2, sum, -, -, rules[0].at",
        "/a, -, -, -, rules[0].op",
        "/a, avg, -, -, rules[0].op",
        "/a, Sum, -, -, rules[0].op",
        "/a, sum, 0.5, -, rules[0].alpha",
        "/a, sum, -, 5, rules[0].limit",
        "/a, ewma, -, -, rules[0].alpha",
        "/a, ewma, 0, -, rules[0].alpha",
        "/a, ewma, -0.1, -, rules[0].alpha",
        "/a, ewma, 1.0000000000000001, -, rules[0].alpha",
        "/a, ewma, 1e-18, -, rules[0].alpha",
        "/a, ewma, 1e-999999999, -, rules[0].alpha",
        "/a, ewma, 1e999999999, -, rules[0].alpha",
        "/a, append, -, -, rules[0].limit",
        "/a, append, -, 0, rules[0].limit",
        "/a, append, -, 1000001, rules[0].limit"
      })
  void aRuleThatIsNoneIsRefusedByItsMember(
      String at, String op, BigDecimal alpha, Integer limit, String member) {
    isRefused(member, new MergeRule(at, op, alpha, limit));
  }

  @Test
  void rulesThatCouldNeverHoldAreRefused() {
    isRefused("rules[1].at", MergeRule.of("/*/a", "sum"), MergeRule.of("/*/a", "max"));
    isRefused("rules[1].at", MergeRule.of("/*", "replace"), MergeRule.of("/*/a", "max"));
    isRefused("rules[1].at", MergeRule.of("/a/b/c", "sum"), MergeRule.of("/a", "keep"));
    // These can: 'deep' leaves room, and the others are of different patterns.
    assertThat(RuleText.rules("/a deep", "/a/b sum", "/* keep", "/b/* deep").isEmpty()).isFalse();
  }

  @Test
  void moreRulesThanMayBeAreRefused() {
    MergeRule[] many =
        IntStream.rangeClosed(0, Rules.MAX_RULES)
            .mapToObj(i -> MergeRule.of("/" + i, "sum"))
            .toArray(MergeRule[]::new);
    isRefused("rules", many);
    assertThat(Rules.of(Arrays.asList(many).subList(1, many.length)).isEmpty()).isFalse();
  }

  private static void isRefused(String member, MergeRule... rules) {
    Throwable refused = catchThrowableOfType(RefusedException.class, () -> read(rules));
    assertThat(((RefusedException) refused).problem())
        .isInstanceOfSatisfying(
            Problem.BadSettings.class, problem -> assertThat(problem.member()).isEqualTo(member));
  }

  private static void read(MergeRule... rules) {
    var unused = Rules.of(Arrays.asList(rules));
  }

  @Test
  void withoutRulesAMergeIsItsEntries() {
    List<Entry> entries = Texts.entries("{\"a\": 1}");
    assertThat(Rules.of(null).merge(Texts.document("{\"a\": 2}"), entries, MAX_BYTES).put())
        .isSameAs(entries);
    assertThat(Rules.of(List.of()).isEmpty()).isTrue();
  }

  @Test
  void whatTheDocumentHoldsAgainstARuleIsToldAsTheDocumentsFault() {
    Document document = Texts.document("{\"a\": {\"n\": \"1\"}}");
    Rules rules = RuleText.rules("/*/n sum");
    assertThatThrownBy(() -> rules.checkHeld(document))
        .hasMessage(
            "The rule 'sum' of '/*/n' needs a number at '/a/n', where the document has a string;"
                + " nothing was changed.");
    assertThatThrownBy(() -> rules.merge(document, Texts.entries("{\"a\": {\"n\": 1}}"), MAX_BYTES))
        .hasMessageContaining("where the document has a string");
    assertThatThrownBy(() -> rules.checkSent(document.snapshot()))
        .hasMessageContaining("where the request has a string");
  }

  @Test
  void aMergeCannotMakeMoreThanTheBoundOfItself() {
    // Each pair of short numbers makes a sum of a thousand digits.
    String large = members(100, "1e499");
    String small = members(100, "1e-499");
    Document document = Texts.document("{\"a\": " + large + "}");
    Rules rules = RuleText.rules("/*/* sum");
    List<Entry> sent = Texts.entries("{\"a\": " + small + "}");

    assertThat(rules.merge(document, sent, 110_000).put()).hasSize(1);
    assertThatThrownBy(() -> rules.merge(document, sent, 50_000))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.problem()).isInstanceOf(Problem.TooLarge.class));
  }

  private static String members(int count, String value) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"" + i + "\": " + value)
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @Test
  void whatIsAsDeepAsMayBeIsMergedAsDeep() {
    String deep = String.join("", Collections.nCopies(190, "{\"a\": ")) + "1";
    String end = "}".repeat(190);
    Document document = Texts.document(deep + end);
    Rules rules = RuleText.rules("/* deep");

    document.apply(rules.merge(document, Texts.entries(deep + ", \"b\": 2" + end), MAX_BYTES));

    assertThat(Texts.text(document)).isEqualTo(deep + ", \"b\": 2" + end);
  }

  @Test
  void anAverageOfZerosComesToZero() {
    Document document = Texts.document("{\"a\": 1}");
    Rules rules = RuleText.rules("/* ewma 0.5");
    for (int i = 0; i < 1200; i++) {
      document.apply(rules.merge(document, Texts.entries("{\"a\": 0}"), MAX_BYTES));
    }
    assertThat(Texts.text(document)).isEqualTo("{\"a\": 0}");
  }
}
