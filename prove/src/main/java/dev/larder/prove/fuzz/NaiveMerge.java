package dev.larder.prove.fuzz;

import dev.larder.protocol.MergeRule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What merge rules do, over trees: {@code docs/merge-rules.md}, every rule asked at every place.
 */
final class NaiveMerge {
  private static final int MOST_DIGITS = 1000;
  private static final int MOST_CHARS = 1016;
  private static final int LARGE = 100_000;
  private static final MathContext AVERAGE = new MathContext(17, RoundingMode.HALF_EVEN);
  private static final int AVERAGE_SCALE = 340;

  private final List<Placed> rules = new ArrayList<>();

  private record Placed(List<String> at, MergeRule rule) {
    boolean fits(List<String> place) {
      for (int i = 0; i < place.size(); i++) {
        if (!at.get(i).equals("*") && !at.get(i).equals(place.get(i))) {
          return false;
        }
      }
      return true;
    }

    /** Sorts names before stars, from the front. */
    String order() {
      StringBuilder order = new StringBuilder();
      at.forEach(segment -> order.append(segment.equals("*") ? '1' : '0'));
      return order.toString();
    }
  }

  /** A merge that is refused whole. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  NaiveMerge(List<MergeRule> rules) {
    for (MergeRule rule : rules) {
      String[] tokens = String.valueOf(rule.at()).split("/", -1);
      this.rules.add(
          new Placed(
              Stream.of(tokens)
                  .skip(1)
                  .map(token -> token.replace("~1", "/").replace("~0", "~"))
                  .toList(),
              rule));
    }
  }

  /** The document behind the merge; null if it is refused. */
  Json.@Nullable Members merge(Json.Members held, Json.Members sent) {
    try {
      Map<String, Json> result = new LinkedHashMap<>(held.members());
      sent.members()
          .forEach(
              (name, value) ->
                  result.put(name, value(List.of(name), result.get(name), value, false)));
      return new Json.Members(result);
    } catch (Refused e) {
      return null;
    }
  }

  private Json value(List<String> place, @Nullable Json held, Json sent, boolean deepAbove) {
    MergeRule rule = rule(place);
    if (rule != null && !"deep".equals(rule.op())) {
      return folded(rule, held, sent);
    }
    boolean leadsOn = rules.stream().anyMatch(r -> r.at.size() > place.size() && r.fits(place));
    boolean deep = rule != null || deepAbove;
    if (!(sent instanceof Json.Members object)) {
      if (held instanceof Json.Members && leadsOn) {
        throw new Refused();
      }
      return sent;
    }
    if (!deep && !leadsOn) {
      return sent;
    }
    Map<String, Json> result = new LinkedHashMap<>();
    if (held instanceof Json.Members old) {
      result.putAll(old.members());
    }
    object
        .members()
        .forEach(
            (name, member) -> {
              List<String> below = new ArrayList<>(place);
              below.add(name);
              result.put(name, value(below, result.get(name), member, deep));
            });
    return new Json.Members(result);
  }

  private @Nullable MergeRule rule(List<String> place) {
    return rules.stream()
        .filter(r -> r.at.size() == place.size() && r.fits(place))
        .min(Comparator.comparing(Placed::order))
        .map(Placed::rule)
        .orElse(null);
  }

  private static Json folded(MergeRule rule, @Nullable Json held, Json sent) {
    return switch (String.valueOf(rule.op())) {
      case "replace" -> sent;
      case "keep" -> held == null ? sent : held;
      case "append" -> appended(Objects.requireNonNull(rule.limit()), held, sent);
      default -> computed(rule, held, sent);
    };
  }

  private static Json appended(int limit, @Nullable Json held, Json sent) {
    List<Json> all = new ArrayList<>();
    for (Json part : held == null ? List.of(sent) : List.of(held, sent)) {
      all.addAll(part instanceof Json.Items array ? array.items() : List.of(part));
    }
    return new Json.Items(all.subList(Math.max(0, all.size() - limit), all.size()));
  }

  private static Json computed(MergeRule rule, @Nullable Json held, Json sent) {
    BigDecimal now = number(sent);
    if (held == null) {
      return sent;
    }
    BigDecimal old = number(held);
    return switch (String.valueOf(rule.op())) {
      case "sum" -> word(old.add(now));
      case "min" -> now.compareTo(old) < 0 ? sent : held;
      case "max" -> now.compareTo(old) > 0 ? sent : held;
      case "ewma" -> word(average(Objects.requireNonNull(rule.alpha()), old, now));
      default -> throw new AssertionError(rule);
    };
  }

  private static Json.Word word(BigDecimal number) {
    return new Json.Word(checked(number).toString());
  }

  private static BigDecimal number(Json value) {
    boolean isNumber =
        value instanceof Json.Word word
            && (word.token().charAt(0) == '-' || Character.isDigit(word.token().charAt(0)));
    if (!isNumber || value.canonical().length() > MOST_CHARS) {
      throw new Refused();
    }
    try {
      BigDecimal number = new BigDecimal(value.canonical());
      return number.signum() == 0 && number.scale() < 0 ? BigDecimal.ZERO : checked(number);
    } catch (NumberFormatException e) {
      throw new Refused();
    }
  }

  /** At most 1000 digits, written out. */
  private static BigDecimal checked(BigDecimal number) {
    boolean isLarge = Math.abs((long) number.scale()) > LARGE;
    if (isLarge
        || number.toPlainString().chars().filter(Character::isDigit).count() > MOST_DIGITS) {
      throw new Refused();
    }
    return number;
  }

  private static BigDecimal average(BigDecimal alpha, BigDecimal old, BigDecimal now) {
    BigDecimal exact = alpha.multiply(now).add(BigDecimal.ONE.subtract(alpha).multiply(old));
    BigDecimal rounded = exact.round(AVERAGE);
    if (rounded.scale() > AVERAGE_SCALE) {
      rounded = exact.setScale(AVERAGE_SCALE, RoundingMode.HALF_EVEN);
    }
    BigDecimal average = rounded.stripTrailingZeros();
    boolean isShortWhole = average.scale() < 0 && average.precision() - average.scale() <= 17;
    return isShortWhole ? average.setScale(0) : average;
  }
}
