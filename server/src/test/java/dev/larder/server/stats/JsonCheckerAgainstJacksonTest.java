package dev.larder.server.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.RefusedException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the checker against a parser that is used everywhere, on texts that are nearly right. */
class JsonCheckerAgainstJacksonTest {
  private static final String ALPHABET = "{}[]\",:\\/ \n\t\u0001u0123456789dDabcefnrtlsNI+-.Eé😀";

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  @Property(tries = 3000)
  void aDamagedTextIsTakenWhereJacksonTakesIt(@ForAll Random random) {
    StringBuilder text = new StringBuilder(AnyJson.object(random).spaced(random));
    for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
      damage(text, random);
    }
    // What encodes a lone surrogate as a question mark is the test's own concern.
    String json = new String(text.toString().getBytes(UTF_8), UTF_8);

    assertThat(isTaken(json)).as(json).isEqualTo(isTakenByJackson(json));
  }

  private static void damage(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    switch (random.nextInt(4)) {
      case 0 -> text.setCharAt(at, c);
      case 1 -> text.insert(at, c);
      case 2 ->
          text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(9))));
      default -> text.delete(at, at + 1 + random.nextInt(3));
    }
    if (text.isEmpty()) {
      text.append(c);
    }
  }

  private static boolean isTaken(String json) {
    try {
      Texts.entries(json);
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }

  private static boolean isTakenByJackson(String json) {
    try {
      JsonNode tree = STRICT.readTree(json);
      return tree.isObject() && hasWholeCharacters(tree);
    } catch (JacksonException e) {
      return false;
    }
  }

  /** What Jackson lets pass: half a surrogate pair, escaped. */
  private static boolean hasWholeCharacters(JsonNode node) {
    return isWhole(node.isString() ? node.stringValue() : "")
        && node.propertyStream()
            .allMatch(m -> isWhole(m.getKey()) && hasWholeCharacters(m.getValue()))
        && (node.isObject() || node.valueStream().allMatch(v -> hasWholeCharacters(v)));
  }

  private static boolean isWhole(String text) {
    return UTF_8.newEncoder().canEncode(text);
  }
}
