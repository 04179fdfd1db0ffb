package dev.larder.server.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Holds merges by rules, done on bytes, against {@link NaiveRules}, done on trees. */
class RulesModelTest {
  private static final long MAX_BYTES = 1 << 20;
  private static final String[] NAMES = {"a", "b", "c", "m~n"};
  private static final String[] NUMBERS = {
    "0",
    "-1",
    "2",
    "0.1",
    "-0.25",
    "1.50",
    "1e3",
    "25E-4",
    "12345678901234567890.5",
    "7e-20",
    "3e400"
  };
  private static final String[] OTHERS = {"null", "true", "\"x\"", "[]", "[1, \"y\", {\"a\": 1}]"};

  /** One rule for all entries, or for a member of all: what each kind does by itself. */
  @Property(tries = 300)
  void eachRuleAloneIsThatOfTheModel(@ForAll Random random) {
    RuleKind[] kinds = RuleKind.values();
    RuleKind kind = kinds[random.nextInt(kinds.length)];
    holds(random, List.of(rule(random.nextBoolean() ? "/*" : "/*/a", kind, random)), 12);
  }

  /** Several rules, above and beside one another. */
  @Property(tries = 500)
  void nestedRulesAreThoseOfTheModel(@ForAll Random random) {
    Map<String, String> rules = new LinkedHashMap<>();
    RuleKind[] kinds = RuleKind.values();
    for (int i = random.nextInt(6); i >= 0; i--) {
      StringBuilder at = new StringBuilder();
      for (int segments = random.nextInt(3); segments >= 0; segments--) {
        String name = random.nextInt(3) == 0 ? "*" : NAMES[random.nextInt(NAMES.length)];
        at.append('/').append(name.replace("~", "~0"));
      }
      RuleKind kind = random.nextInt(3) == 0 ? RuleKind.DEEP : kinds[random.nextInt(kinds.length)];
      rules.put(at.toString(), rule(at.toString(), kind, random));
    }
    holds(random, List.copyOf(rules.values()), 8);
  }

  private static String rule(String at, RuleKind kind, Random random) {
    RuleKind.Parameter parameter = kind.parameter();
    if (parameter == null) {
      return at + " " + kind.op();
    }
    String value =
        switch (parameter) {
          case ALPHA -> List.of("0.3", "1", "0.125", "1e-3").get(random.nextInt(4));
          case LIMIT -> String.valueOf(1 + random.nextInt(4));
        };
    return at + " " + kind.op() + " " + value;
  }

  /** Merges into an empty document, one after the other, with and without refusals. */
  private static void holds(Random random, List<String> texts, int merges) {
    Rules rules;
    try {
      rules = RuleText.rules(texts.toArray(String[]::new));
    } catch (RefusedException e) {
      return; // one of them hides another
    }
    NaiveRules naive = new NaiveRules(texts.stream().map(RuleText::rule).toList());
    Document document = new Document();
    ObjectNode model = NaiveRules.read("{}");
    for (int i = 0; i < merges; i++) {
      String sent = object(random, 3, random.nextInt(4) == 0);
      String before = Texts.text(document);
      ObjectNode expected = naive.merge(model, NaiveRules.read(sent));
      Effect effect = merged(rules, document, sent);
      String story = texts + " " + before + " + " + sent;
      assertThat(effect == null).as("refused: %s", story).isEqualTo(expected == null);
      assertThat(Texts.text(document)).as("nothing changed: %s", story).isEqualTo(before);
      if (effect != null && expected != null) {
        document.apply(effect);
        model = expected;
      }
      String after = Texts.text(document);
      assertThat(NaiveRules.read(after).toString()).as(story).isEqualTo(model.toString());
      assertThat(Texts.text(Texts.document(after))).as("the default layout").isEqualTo(after);
      rules.checkHeld(document);
    }
  }

  private static @Nullable Effect merged(Rules rules, Document document, String sent) {
    try {
      return rules.merge(document, Texts.entries(sent), MAX_BYTES);
    } catch (RefusedException e) {
      return null;
    }
  }

  private static String object(Random random, int levels, boolean anything) {
    List<String> names = new ArrayList<>(List.of(NAMES));
    java.util.Collections.shuffle(names, random);
    return names.subList(0, random.nextInt(NAMES.length + 1)).stream()
        .map(name -> AnyJson.spelled(name, random) + ":" + value(random, levels - 1, anything))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String value(Random random, int levels, boolean anything) {
    if (levels > 0 && random.nextInt(5) > 0) {
      return object(random, levels, anything);
    }
    return anything && random.nextInt(4) == 0
        ? OTHERS[random.nextInt(OTHERS.length)]
        : NUMBERS[random.nextInt(NUMBERS.length)];
  }
}
