package dev.larder.server.stats;

import dev.larder.protocol.MergeRule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.ObjectNode;

/** The naive model of merges by rules: trees, and every rule asked at every place. */
final class NaiveRules {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final List<Placed> rules;

  private record Placed(List<String> at, MergeRule rule) {
    boolean fits(List<String> place, int segments) {
      for (int i = 0; i < segments; i++) {
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

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  NaiveRules(List<MergeRule> rules) {
    this.rules =
        rules.stream()
            .map(rule -> new Placed(Pointer.parse(String.valueOf(rule.at())).tokens(), rule))
            .toList();
  }

  static ObjectNode read(String json) {
    return (ObjectNode) MAPPER.readTree(json);
  }

  /** The document behind the merge; null if it is refused. */
  @Nullable ObjectNode merge(ObjectNode held, ObjectNode sent) {
    try {
      ObjectNode result = held.deepCopy();
      sent.forEachEntry(
          (name, value) -> result.set(name, value(List.of(name), held.get(name), value, false)));
      return result;
    } catch (Refused e) {
      return null;
    }
  }

  private JsonNode value(
      List<String> place, @Nullable JsonNode held, JsonNode sent, boolean deepAbove) {
    MergeRule rule = rule(place);
    if (rule != null && !"deep".equals(rule.op())) {
      return folded(rule, held, sent);
    }
    boolean leadsOn =
        rules.stream().anyMatch(r -> r.at.size() > place.size() && r.fits(place, place.size()));
    boolean deep = rule != null || deepAbove;
    ObjectNode heldObject = held instanceof ObjectNode object ? object : null;
    if (!sent.isObject()) {
      if (heldObject != null && leadsOn) {
        throw new Refused();
      }
      return sent;
    }
    if (!deep && !leadsOn) {
      return sent;
    }
    ObjectNode result = heldObject == null ? MAPPER.createObjectNode() : heldObject.deepCopy();
    sent.forEachEntry(
        (name, value) -> {
          List<String> below = new ArrayList<>(place);
          below.add(name);
          result.set(name, value(below, result.get(name), value, deep));
        });
    return result;
  }

  private @Nullable MergeRule rule(List<String> place) {
    return rules.stream()
        .filter(r -> r.at.size() == place.size() && r.fits(place, place.size()))
        .min(Comparator.comparing(Placed::order))
        .map(Placed::rule)
        .orElse(null);
  }

  private static JsonNode folded(MergeRule rule, @Nullable JsonNode held, JsonNode sent) {
    return switch (String.valueOf(rule.op())) {
      case "replace" -> sent;
      case "keep" -> held == null ? sent : held;
      case "append" -> appended(Objects.requireNonNull(rule.limit()), held, sent);
      default -> computed(rule, held, sent);
    };
  }

  private static JsonNode appended(int limit, @Nullable JsonNode held, JsonNode sent) {
    ArrayNode all = MAPPER.createArrayNode();
    for (JsonNode part : held == null ? List.of(sent) : List.of(held, sent)) {
      if (part.isArray()) {
        part.forEach(all::add);
      } else {
        all.add(part);
      }
    }
    while (all.size() > limit) {
      all.remove(0);
    }
    return all;
  }

  private static JsonNode computed(MergeRule rule, @Nullable JsonNode held, JsonNode sent) {
    if (!sent.isNumber() || (held != null && !held.isNumber())) {
      throw new Refused();
    }
    if (held == null) {
      return sent;
    }
    BigDecimal old = held.decimalValue();
    BigDecimal now = sent.decimalValue();
    return switch (String.valueOf(rule.op())) {
      case "sum" -> DecimalNode.valueOf(old.add(now));
      case "min" -> now.compareTo(old) < 0 ? sent : held;
      case "max" -> now.compareTo(old) > 0 ? sent : held;
      case "ewma" -> DecimalNode.valueOf(average(Objects.requireNonNull(rule.alpha()), old, now));
      default -> throw new AssertionError(rule);
    };
  }

  private static BigDecimal average(BigDecimal alpha, BigDecimal old, BigDecimal now) {
    BigDecimal average =
        alpha
            .multiply(now)
            .add(BigDecimal.ONE.subtract(alpha).multiply(old))
            .round(new MathContext(17, RoundingMode.HALF_EVEN))
            .stripTrailingZeros();
    boolean isShortWhole = average.scale() < 0 && average.precision() - average.scale() <= 17;
    return isShortWhole ? average.setScale(0) : average;
  }
}
