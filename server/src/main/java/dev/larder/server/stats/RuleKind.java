package dev.larder.server.stats;

import dev.larder.protocol.MergeRule;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of merge rules, a row each. Settings are read by this table, and tests hold {@code
 * docs/merge-rules.md} and {@code openapi.yaml} to it.
 */
@SuppressWarnings("ImmutableEnumChecker") // its functions hold nothing
enum RuleKind {
  REPLACE(rule -> new Replace()),
  DEEP(rule -> new Deep()),
  SUM(rule -> new Sum()),
  MIN(rule -> Extreme.least()),
  MAX(rule -> Extreme.greatest()),
  EWMA(Parameter.ALPHA, rule -> new Ewma(given(rule.alpha()))),
  APPEND(Parameter.LIMIT, rule -> new Append(given(rule.limit()))),
  KEEP(rule -> new Keep());

  /** A member that some kinds need and all others refuse. */
  enum Parameter {
    ALPHA(MergeRule::alpha),
    LIMIT(MergeRule::limit);

    private final Function<MergeRule, @Nullable Object> member;

    Parameter(Function<MergeRule, @Nullable Object> member) {
      this.member = member;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean isIn(MergeRule rule) {
      return member.apply(rule) != null;
    }
  }

  private final @Nullable Parameter parameter;
  private final Function<MergeRule, Rule> maker;

  RuleKind(Function<MergeRule, Rule> maker) {
    this(null, maker);
  }

  RuleKind(@Nullable Parameter parameter, Function<MergeRule, Rule> maker) {
    this.parameter = parameter;
    this.maker = maker;
  }

  /** The kind's name in settings. */
  String op() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The member that it needs beside {@code at} and {@code op}. */
  @Nullable Parameter parameter() {
    return parameter;
  }

  /**
   * The rule that settings ask for.
   *
   * @throws RefusedException with {@link Problem.BadSettings}, its member counted from the rule
   */
  static Rule read(MergeRule settings) {
    for (RuleKind kind : values()) {
      if (kind.op().equals(settings.op())) {
        kind.checkParameters(settings);
        return kind.maker.apply(settings);
      }
    }
    throw refused(
        "op",
        settings.op() == null ? "it is missing" : "there is no '" + settings.op() + "'",
        "Give one of "
            + Arrays.stream(values()).map(RuleKind::op).collect(Collectors.joining(", "))
            + ".");
  }

  private void checkParameters(MergeRule settings) {
    for (Parameter known : Parameter.values()) {
      if (known.isIn(settings) != (known == parameter)) {
        throw known == parameter
            ? refused(known.word(), "it is missing", "A rule '" + op() + "' needs it.")
            : refused(known.word(), "a rule '" + op() + "' has none", "Leave it out.");
      }
    }
  }

  private static <T> T given(@Nullable T parameter) {
    if (parameter == null) {
      throw new AssertionError("checked by the row");
    }
    return parameter;
  }

  private static RefusedException refused(String member, String reason, String action) {
    return new RefusedException(new Problem.BadSettings(member, reason, action));
  }
}
