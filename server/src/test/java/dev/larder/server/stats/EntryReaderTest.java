package dev.larder.server.stats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EntryReaderTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @Test
  void membersBecomeEntriesInTheirOrder() {
    List<Entry> entries = Texts.entries("{\"b\":1,\"a\":[],\"\\u0063\":null}");

    assertThat(entries).extracting(Entry::name).containsExactly("b", "a", "c");
    assertThat(entries)
        .extracting(Entry::toString)
        .containsExactly("\"b\": 1", "\"a\": []", "\"\\u0063\": null");
    assertThat(entries).extracting(Entry::isNull).containsExactly(false, false, true);
  }

  @Test
  void theEmptyObjectHasNoEntries() {
    assertThat(Texts.entries(" {\n} ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e400",
        "0.10",
        "-0",
        "1234567890123456789012345678901234567890",
        "-1.50E+007",
        "\"\\u00e9\"",
        "\"é\"",
        "\"\\/\"",
        "\"\\ud83d\\uDE00\"",
        "\"😀\"",
        "\"\\\\\"",
        "\"\\\"\"",
        "\"  ,  :  \"",
        "true",
        "false",
        "null",
        "\"\u007f\"",
        "\"\ud7ff\ue000\uffff\udbff\udfff\""
      })
  void tokensOfNumbersAndStringsKeepTheirBytes(String token) {
    assertThat(Texts.text(Texts.kept(" " + token + "\n"))).isEqualTo(token);
    assertThat(Texts.text(Texts.kept("[" + token + "]"))).isEqualTo("[" + token + "]");
  }

  @Test
  void numbersOfAnyLengthAreTaken() {
    String digits = "7".repeat(100_000);

    assertThat(Texts.text(Texts.kept(digits))).isEqualTo(digits);
  }

  @Test
  void namesOfAnyLengthAreTaken() {
    String name = "n".repeat(100_000);

    assertThat(Texts.entry("{\"" + name + "\": 1}").name()).isEqualTo(name);
  }

  @Property
  void anyWhiteSpaceBecomesTheDefaultLayout(@ForAll Random random) {
    AnyJson.Members json = AnyJson.object(random);
    String body = json.spaced(random);

    List<Entry> entries = Texts.entries(body);

    String rendered =
        entries.stream().map(Entry::toString).collect(Collectors.joining(", ", "{", "}"));
    assertThat(rendered).isEqualTo(json.python(-1));
    assertThat(tree(rendered)).isEqualTo(tree(body));
    assertThat(entries)
        .extracting(Entry::name)
        .containsExactlyElementsOf(json.members().stream().map(AnyJson.Member::name).toList());
  }

  @Property
  void valuesAreWhatStandsBehindTheName(@ForAll Random random) {
    AnyJson.Members json = AnyJson.object(random);

    assertThat(Texts.entries(json.spaced(random)))
        .extracting(entry -> Texts.text(entry.value()))
        .containsExactlyElementsOf(
            json.members().stream().map(member -> member.value().python(-1)).toList());
  }

  @Test
  void onlyTheRangeIsRead() {
    byte[] body = "xx{\"a\": 1}yy".getBytes(UTF_8);

    List<Entry> entries = EntryReader.read(body, 2, body.length - 4, Texts.BOUNDS);

    assertThat(entries).extracting(Entry::toString).containsExactly("\"a\": 1");
  }

  @Test
  void placesAreCountedFromTheRangesStart() {
    byte[] body = "\n\n\n{\"a\": x}".getBytes(UTF_8);

    var refused = refusal(() -> EntryReader.read(body, 3, body.length - 3, Texts.BOUNDS));

    assertThat(refused).isEqualTo(new Problem.BadJson("The word 'x' is not JSON", 1, 7, 6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                         | 0",
        "`  `                       | 2",
        "{                          | 1",
        "{\"a\"                     | 4",
        "{\"a\":                    | 5",
        "{\"a\":1                   | 6",
        "{\"a\":1,                  | 7",
        "{\"a\":\"x                 | 7",
        "{\"a\":\"\\                | 7",
        "{\"a\":\"\\u12             | 10",
        "{\"a\":1,}                 | 7",
        "{\"a\":[1,]}               | 8",
        "{,}                        | 1",
        "{\"a\":}                   | 5",
        "{\"a\":1,,\"b\":2}         | 7",
        "{\"a\":1 \"b\":2}          | 7",
        "{\"a\" 1}                  | 5",
        "{\"a\"::1}                 | 5",
        "{\"a\":1]                  | 6",
        "[1}                        | 2",
        "{\"a\":01}                 | 5",
        "{\"a\":-01}                | 6",
        "{\"a\":+1}                 | 5",
        "{\"a\":.5}                 | 5",
        "{\"a\":1.}                 | 7",
        "{\"a\":1e}                 | 7",
        "{\"a\":-}                  | 6",
        "{\"a\":1.5.5}              | 8",
        "{\"a\":0x10}               | 6",
        "{\"a\":NaN}                | 5",
        "{\"a\":[1,NaN]}            | 8",
        "{\"a\":Infinity}           | 5",
        "{\"a\":-Infinity}          | 6",
        "{\"a\":nul}                | 5",
        "{\"a\":nullx}              | 5",
        "{\"a\":True}               | 5",
        "{\"a\":'x'}                | 5",
        "{a:1}                      | 1",
        "{'a':1}                    | 1",
        "{\"a\":\"\\x\"}            | 7",
        "{\"a\":\"\\u12g4\"}        | 10",
        "/*x*/{}                    | 0",
        "{\"a\":/*x*/1}             | 5",
        "{#x}                       | 1",
        "{\"a\":1} x                | 8",
        "{\"a\":1}}                 | 7",
        "{\"a\":1}{}                | 7",
        "{\"a\":1} null             | 8",
        "1 2                        | 2",
        "{\"a\":1,\"a\":2}          | 7",
        "{\"a\":1, \"\\u0061\":2}   | 8",
        "{\"b\":[{\"é\":1,\"c\":{},\"\\u00E9\" :2}]} | 21",
        "{\"\\\"\":1, \"\\u0022\":2} | 9",
        "{\"\\\"\":1, \"\\\"\":2}   | 9",
        "{\"\":1,\"\":2}            | 6",
        "{\"a\":\"\\ud800\"}        | 6",
        "{\"a\":\"\\udc00\"}        | 6",
        "{\"a\":\"x\\uD800x\"}      | 7",
        "{\"a\":\"\\ud800\\n\"}     | 6",
        "{\"a\":\"\\ud800\\u0041\"} | 6",
        "{\"a\":\"\\ud800\\ud800\\udc00\"} | 6",
        "{\"\\ud800\":1}            | 2",
      })
  void whatIsNotStrictJsonIsRefusedWithItsPlace(String body, long offset) {
    Problem.BadJson problem = badJson(body.getBytes(UTF_8));

    assertThat(problem.offset()).as(problem.reason()).isEqualTo(offset);
    assertThat(problem.line()).isEqualTo(1);
    assertThat(problem.column()).isEqualTo(offset + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "BF",
        "C0 80",
        "C1 BF",
        "C2",
        "C2 20",
        "C3 28",
        "E0 80 80",
        "E0 9F BF",
        "E2 82",
        "E2 28 A1",
        "E2 82 28",
        "ED A0 80",
        "ED BF BF",
        "F0 80 80 80",
        "F0 8F BF BF",
        "F0 9F 98",
        "F0 9F 98 28",
        "F0 9F 28 80",
        "F4 90 80 80",
        "F5 80 80 80",
        "F8 88 80 80 80",
        "FF",
        "FE"
      })
  void invalidUtf8IsRefusedAtItsFirstByte(String hex) {
    String bytes =
        List.of(hex.split(" ")).stream()
            .map(b -> String.valueOf((char) Integer.parseInt(b, 16)))
            .collect(Collectors.joining());
    for (int before = 0; before < 20; before++) {
      String start = "{\"" + "x".repeat(before);
      for (String end : List.of("", "\": 1}", "xxxxxxxxxxxx\": 1}")) {
        Problem.BadJson problem = badJson((start + bytes + end).getBytes(ISO_8859_1));

        assertThat(problem.reason())
            .startsWith(
                "Invalid UTF-8, starting with 0x" + hex.substring(0, 2).toLowerCase(Locale.ROOT));
        assertThat(problem.offset()).isEqualTo(start.length());
      }
    }
  }

  @Test
  void anyNestedNameIsRefusedTheSecondTimeHoweverItIsSpelled() {
    for (int count = 1; count < 20; count++) {
      String members =
          IntStream.range(0, count)
              .mapToObj(i -> "\"n" + i + "\":0")
              .collect(Collectors.joining(","));
      String start = "{\"o\":{" + members + ",";
      assertThat(Texts.entries(start + "\"n\":0}}")).hasSize(1);
      for (int i = 0; i < count; i++) {
        for (String again : List.of("\"n" + i, "\"\\u006e" + i)) {
          Problem.BadJson problem = badJson((start + again + "\":0}}").getBytes(UTF_8));

          assertThat(problem.offset()).isEqualTo(start.length());
        }
      }
    }
  }

  @Test
  void everyCharacterOfUnicodeIsTaken() {
    String all =
        IntStream.rangeClosed(0x20, Character.MAX_CODE_POINT)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
            .filter(c -> c != '"' && c != '\\')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());

    assertThat(Texts.text(Texts.kept("\"" + all + "\""))).isEqualTo("\"" + all + "\"");
  }

  @Test
  void everyRawControlCharacterIsRefused() {
    for (int c = 0; c < ' '; c++) {
      Problem.BadJson inValue = badJson(("{\"a\": \"x" + (char) c + "\"}").getBytes(UTF_8));
      Problem.BadJson inName = badJson(("{\"a" + (char) c + "\": 1}").getBytes(UTF_8));

      assertThat(inValue.offset()).isEqualTo(8);
      assertThat(inName.offset()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void otherEncodingsAreRefused(String charset) throws Exception {
    assertThat(badJson("{\"a\": 1}".getBytes(charset)).offset()).isLessThan(2);
  }

  @Test
  void aByteOrderMarkIsRefusedByName() {
    byte[] file = "\ufeff{}".getBytes(UTF_8);

    var problem = (Problem.BadJson) refusal(() -> EntryReader.readDocument(file, Texts.BOUNDS));

    assertThat(problem.reason()).contains("byte order mark");
    assertThat(problem.offset()).isZero();
  }

  @Test
  void linesAndColumnsAreToldInBytes() {
    Problem.BadJson problem = badJson("{\n\"é\": 1,\r\n\r  \"ü\": x}".getBytes(UTF_8));

    assertThat(problem.line()).isEqualTo(4);
    assertThat(problem.column()).isEqualTo(9);
    assertThat(problem.offset()).isEqualTo(21);
  }

  @Test
  void anEndlessDuplicateNameIsToldInShort() {
    String name = "n".repeat(10_000);

    Problem.BadJson problem = badJson(("{\"" + name + "\":1,\"" + name + "\":1}").getBytes(UTF_8));

    assertThat(problem.reason()).startsWith("The name \"nnn").hasSizeLessThan(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{}, 1] | an array",
        "\"x\"   | a string",
        "12      | a number",
        "-1.5e3  | a number",
        "true    | a boolean",
        "false   | a boolean",
        "null    | null"
      })
  void anotherValueThanAnObjectIsNamed(String body, String found) {
    byte[] bytes = body.getBytes(UTF_8);

    assertThat(refusal(() -> EntryReader.read(bytes, 0, bytes.length, Texts.BOUNDS)))
        .isEqualTo(new Problem.NotAnObject("body", found));
    assertThat(refusal(() -> EntryReader.readDocument(bytes, Texts.BOUNDS)))
        .isEqualTo(new Problem.NotAnObject("file", found));
  }

  @Test
  void nestingIsBounded() {
    JsonBounds bounds = new JsonBounds(3, 10);
    byte[] asDeepAsAllowed = "{\"a\": [[1], [2]], \"b\": [{}]}".getBytes(UTF_8);
    byte[] tooDeep = "{\"a\": [[1], [[]]]}".getBytes(UTF_8);

    assertThat(EntryReader.read(asDeepAsAllowed, 0, asDeepAsAllowed.length, bounds)).hasSize(2);
    assertThat(refusal(() -> EntryReader.read(tooDeep, 0, tooDeep.length, bounds)))
        .isEqualTo(new Problem.BadJson("Nesting deeper than 3 levels", 1, 14, 13));
  }

  @Test
  void endlessNestingIsRefusedWithoutAStackOverflow() {
    byte[] body = ("{\"a\":" + "[".repeat(1_000_000)).getBytes(UTF_8);

    assertThat(
            ((Problem.BadJson) refusal(() -> EntryReader.read(body, 0, body.length, Texts.BOUNDS)))
                .offset())
        .isEqualTo(4 + 200);
  }

  @Test
  void theDeepestNestingThatCanBeAllowedIsReadAndPatched() {
    JsonBounds bounds = new JsonBounds(JsonBounds.DEEPEST, 10);
    int inner = JsonBounds.DEEPEST - 1;
    String nested = "{\"a\": ".repeat(inner) + "{}" + "}".repeat(inner);
    byte[] body = nested.getBytes(UTF_8);
    Document document = Texts.document("{}");

    List<Entry> entries = EntryReader.read(body, 0, body.length, bounds);
    document.apply(MergePatch.effect(document, entries));
    document.apply(MergePatch.effect(document, entries));

    assertThat(Texts.text(document)).isEqualTo(nested);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JsonBounds(JsonBounds.DEEPEST + 1, 10));
  }

  @Test
  void theNumberOfEntriesIsBounded() {
    JsonBounds bounds = new JsonBounds(9, 2);
    byte[] two = "{\"a\": {\"x\": 1, \"y\": 2, \"z\": 3}, \"b\": 1}".getBytes(UTF_8);
    byte[] three = "{\"a\": 1, \"b\": 1, \"c\": 1}".getBytes(UTF_8);

    assertThat(EntryReader.read(two, 0, two.length, bounds)).hasSize(2);
    assertThat(refusal(() -> EntryReader.read(three, 0, three.length, bounds)))
        .isEqualTo(new Problem.TooLarge("number of entries in the body", 2, "entries"));
  }

  @Test
  void entriesDoNotShareTheBodysArray() {
    byte[] body = "{\"a\": 1}".getBytes(UTF_8);

    Entry entry = EntryReader.read(body, 0, body.length, Texts.BOUNDS).get(0);
    Arrays.fill(body, (byte) 'x');

    assertThat(entry).hasToString("\"a\": 1");
  }

  private static JsonNode tree(String json) {
    return MAPPER.readTree(json);
  }

  private static Problem.BadJson badJson(byte[] body) {
    return (Problem.BadJson) refusal(() -> EntryReader.read(body, 0, body.length, Texts.BOUNDS));
  }

  private static Problem refusal(Runnable read) {
    return catchThrowableOfType(RefusedException.class, read::run).problem();
  }
}
