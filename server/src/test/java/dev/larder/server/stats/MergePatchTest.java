package dev.larder.server.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class MergePatchTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** RFC 7396, appendix A, every case. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":\"b\"}            | {\"a\":\"c\"}                      | {\"a\":\"c\"}",
        "{\"a\":\"b\"}            | {\"b\":\"c\"}                      | {\"a\":\"b\",\"b\":\"c\"}",
        "{\"a\":\"b\"}            | {\"a\":null}                       | {}",
        "{\"a\":\"b\",\"b\":\"c\"} | {\"a\":null}                      | {\"b\":\"c\"}",
        "{\"a\":[\"b\"]}          | {\"a\":\"c\"}                      | {\"a\":\"c\"}",
        "{\"a\":\"c\"}            | {\"a\":[\"b\"]}                    | {\"a\":[\"b\"]}",
        "{\"a\":{\"b\":\"c\"}}    | {\"a\":{\"b\":\"d\",\"c\":null}}   | {\"a\":{\"b\":\"d\"}}",
        "{\"a\":[{\"b\":\"c\"}]}  | {\"a\":[1]}                        | {\"a\":[1]}",
        "[\"a\",\"b\"]            | [\"c\",\"d\"]                      | [\"c\",\"d\"]",
        "{\"a\":\"b\"}            | [\"c\"]                            | [\"c\"]",
        "{\"a\":\"foo\"}          | null                               | null",
        "{\"a\":\"foo\"}          | \"bar\"                            | \"bar\"",
        "{\"e\":null}             | {\"a\":1}                          | {\"e\":null,\"a\":1}",
        "[1,2]                    | {\"a\":\"b\",\"c\":null}           | {\"a\":\"b\"}",
        "{}                       | {\"a\":{\"bb\":{\"ccc\":null}}}    | {\"a\":{\"bb\":{}}}"
      })
  void appendixAHoldsForValuesAndForDocuments(String original, String patch, String result) {
    String expected = Texts.text(Texts.kept(result));

    assertThat(onValues(original, patch)).isEqualTo(expected);
    if (original.startsWith("{") && patch.startsWith("{")) {
      assertThat(onDocument(original, patch)).isEqualTo(expected);
      // A level deeper the same rules hold.
      assertThat(onDocument("{\"x\":" + original + "}", "{\"x\":" + patch + "}"))
          .isEqualTo("{\"x\": " + expected + "}");
    }
  }

  @Test
  void whatThePatchDoesNotNameKeepsItsBytesAndItsPlace() {
    String original = "{\"r\":{\"n\":0.10,\"\\u00e9\":1e400,\"z\":[-0,{ }]},\"s\":\"\\/\"}";

    assertThat(onDocument(original, "{\"r\":{\"é\":2.50,\"new\":{\"gone\":null}}}"))
        .isEqualTo(
            "{\"r\": {\"n\": 0.10, \"\\u00e9\": 2.50, \"z\": [-0, {}], \"new\": {}}, \"s\": \"\\/\"}");
  }

  @Test
  void nullsInsideArraysStay() {
    assertThat(onDocument("{}", "{\"a\":[null,{\"b\":null}]}"))
        .isEqualTo("{\"a\": [null, {\"b\": null}]}");
  }

  @Test
  void removingWhatIsNotThereIsNoEffect() {
    Effect effect = MergePatch.effect(new Document(), Texts.entries("{\"a\":null}"));

    assertThat(effect).isEqualTo(new Effect(List.of(), List.of()));
  }

  @Test
  void nothingChangesBeforeTheEffectIsApplied() {
    Document document = Texts.document("{\"a\":{\"b\":1}}");

    MergePatch.effect(document, Texts.entries("{\"a\":{\"b\":2}}"));

    assertThat(Texts.text(document)).isEqualTo("{\"a\": {\"b\": 1}}");
  }

  @Property
  void patchingBytesIsPatchingTrees(@ForAll Random random) {
    AnyJson original = AnyJson.object(random);
    AnyJson patch = AnyJson.object(random);
    String merged = onDocument(original.spaced(random), patch.spaced(random));

    JsonNode expected =
        naive(MAPPER.readTree(original.python(-1)), MAPPER.readTree(patch.python(-1)));

    // Compared as text: the order of members counts.
    assertThat(MAPPER.readTree(merged).toString()).isEqualTo(expected.toString());
    assertThat(Texts.text(Texts.kept(merged))).as("the default layout").isEqualTo(merged);
  }

  /** The pseudocode of RFC 7396, section 2. */
  private static JsonNode naive(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode result = target.isObject() ? (ObjectNode) target : MAPPER.createObjectNode();
    patch.forEachEntry(
        (name, value) -> {
          if (value.isNull()) {
            result.remove(name);
          } else {
            JsonNode old = result.get(name);
            result.set(name, naive(old == null ? MAPPER.nullNode() : old, value));
          }
        });
    return result;
  }

  private static String onValues(String target, String patch) {
    ByteArrayOutputStream merged = new ByteArrayOutputStream();
    byte[] kept = Texts.kept(target);
    int end = new Change(Texts.kept(patch), 0).write(kept, 0, merged);
    assertThat(end).isEqualTo(kept.length);
    return merged.toString(UTF_8);
  }

  private static String onDocument(String target, String patch) {
    Document document = Texts.document(target);
    document.apply(MergePatch.effect(document, Texts.entries(patch)));
    return Texts.text(document);
  }
}
