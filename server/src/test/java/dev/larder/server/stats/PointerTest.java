package dev.larder.server.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PointerTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** RFC 6901, section 5. */
  private static final String EXAMPLE =
      """
      {"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\\\j": 5,
       "k\\"l": 6, " ": 7, "m~n": 8}""";

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "/foo>[\"bar\", \"baz\"]",
        "/foo/0>\"bar\"",
        "/>0",
        "/a~1b>1",
        "/c%d>2",
        "/e^f>3",
        "/g|h>4",
        "/i\\j>5",
        "/k\"l>6",
        "/ >7",
        "/m~0n>8"
      })
  void section5Holds(String pointer, String value) {
    assertThat(find(EXAMPLE, pointer)).isEqualTo(value);
  }

  @Test
  void theEmptyPointerIsTheWholeDocument() {
    Pointer pointer = Pointer.parse("");

    assertThat(pointer.isWholeDocument()).isTrue();
    assertThatIllegalStateException().isThrownBy(pointer::first);
    assertThat(Pointer.parse("/").isWholeDocument()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/2",
        "/a/00",
        "/a/01",
        "/a/-",
        "/a/+1",
        "/a/1 ",
        "/a/",
        "/a/1e0",
        "/a/0/0",
        "/a/x",
        "/a/99999999999999999999999",
        "/a/4294967296",
        "/o/A",
        "/o/a/b",
        "/o/",
        "/s/0",
        "/n/a",
        "/a/１"
      })
  void whatIsNotThereIsNotFound(String pointer) {
    String json = "{\"a\": [\"0\", \"1\"], \"o\": {\"a\": 1}, \"s\": \"x\", \"n\": null}";

    assertThat(find(json, pointer)).isNull();
  }

  @Test
  void namesAreComparedDecoded() {
    assertThat(find("{\"x\": {\"\\u00e9\": {\"~1\": 1.50}}}", "/x/é/~01")).isEqualTo("1.50");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", "#/a", " /a", "/a~", "/~2", "/a/~~0"})
  void malformedPointersAreRefusedWithWhatToDo(String pointer) {
    assertThatThrownBy(() -> Pointer.parse(pointer))
        .asInstanceOf(InstanceOfAssertFactories.type(RefusedException.class))
        .extracting(
            RefusedException::problem, InstanceOfAssertFactories.type(Problem.BadRequest.class))
        .satisfies(problem -> assertThat(problem.detail()).contains("'" + pointer + "'"))
        .satisfies(problem -> assertThat(problem.action()).startsWith("Write "));
  }

  @Property
  void everythingIsFoundWhereJacksonFindsIt(@ForAll Random random) {
    String json = AnyJson.object(random).python(-1);
    JsonNode tree = MAPPER.readTree(json);
    for (int i = 0; i < 20; i++) {
      String pointer = pointerInto(tree, random);
      JsonNode expected = tree.at(JsonPointer.compile(pointer));

      String found = find(json, pointer);

      assertThat(found == null ? "missing" : MAPPER.readTree(found).toString())
          .as("%s in %s", pointer, json)
          .isEqualTo(expected.isMissingNode() ? "missing" : expected.toString());
    }
  }

  /** A path that exists, mostly, and sometimes goes on where there is nothing. */
  private static String pointerInto(JsonNode tree, Random random) {
    List<String> tokens = new ArrayList<>();
    JsonNode at = tree;
    do {
      List<String> names = new ArrayList<>(at.propertyNames());
      for (int i = 0; i < at.size() && at.isArray(); i++) {
        names.add(String.valueOf(i));
      }
      names.addAll(List.of(String.valueOf(at.size()), "-", "01", "none"));
      String name = names.get(random.nextInt(names.size()));
      tokens.add(name);
      at =
          at.isArray()
              ? at.path(name.matches("0|[1-9]") ? Integer.parseInt(name) : 99)
              : at.path(name);
    } while (at.isContainer() && random.nextInt(5) != 0);
    return tokens.stream()
        .map(token -> "/" + token.replace("~", "~0").replace("/", "~1"))
        .collect(Collectors.joining());
  }

  private static @Nullable String find(String json, String text) {
    Pointer pointer = Pointer.parse(text);
    Entry entry = Texts.document(json).get(pointer.first());
    byte[] found = entry == null ? null : pointer.find(entry);
    return found == null ? null : new String(found, UTF_8);
  }
}
