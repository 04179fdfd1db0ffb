package dev.larder.server.stats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every reader of RFC 8259 must take, what it must refuse, and where the RFC leaves the choice
 * to the reader, ours. Each letter up to U+00FF stands for one byte, so that bytes that are no
 * UTF-8 can be written down; what is no whole text is the value of the one entry of an object.
 */
class JsonConformanceTest {
  private static final int DEPTH = 200;
  private static final JsonBounds BOUNDS = new JsonBounds(DEPTH, 1000);

  // ---- values: numbers, section 6 ----

  static Collection<String> numbersToTake() {
    return List.of(
        "0",
        "-0",
        "1",
        "-1",
        "10",
        "123",
        "0.0",
        "-0.0",
        "0.5",
        "1.50",
        "0e0",
        "0e1",
        "0E1",
        "0e+1",
        "0e-1",
        "1e1",
        "1E+10",
        "1e-10",
        "1.5e3",
        "-1.5E-3",
        "20e1",
        "123.456e78",
        "1e00",
        "1e007",
        "0.00000000000000000000000000000000000001",
        "-123456789012345678901234567890",
        "9007199254740993",
        "18446744073709551616",
        // Beyond a double: kept as it came, since tokens are never turned into numbers.
        "1e400",
        "-1e400",
        "1e-400",
        "0.4e00669999999999999999999999999999999999999999999999999999",
        "1e9999999999999999999",
        "3.141592653589793238462643383279");
  }

  static Collection<String> numbersToRefuse() {
    return List.of(
        "-",
        "+",
        "+1",
        "--1",
        "++1",
        "-+1",
        "01",
        "-01",
        "00",
        "012",
        "-012",
        "0x1",
        "0X1F",
        "0b1",
        "0o7",
        "1.",
        "-1.",
        ".5",
        "-.5",
        "1.e1",
        "0.e1",
        "1..2",
        "0.1.2",
        "1e",
        "1E",
        "1e+",
        "1e-",
        "0e",
        "0e+",
        "1e1.5",
        "1e+-1",
        "1ee1",
        "1eE2",
        "1 000",
        "1_000",
        "1,5e",
        "1a",
        "1.5f",
        "1L",
        "0x",
        "-a",
        "- 1",
        "1-",
        "1+2",
        "NaN",
        "-NaN",
        "Infinity",
        "-Infinity",
        "+Infinity",
        "Inf",
        "-Inf",
        "nan",
        "1/2",
        "\u00ef\u00bc\u0091",
        "1\u0000",
        "2.e+3",
        "2.e-3",
        "0.3e",
        "0.3e+",
        "-2.",
        "1.0e",
        "1.0e+",
        "1.0e-",
        "9.e+");
  }

  // ---- values: strings, section 7, and UTF-8, section 8.1 and RFC 3629 ----

  static Collection<String> stringsToTake() {
    return List.of(
        "\"\"",
        "\"a\"",
        "\" \"",
        "\"\\\"\"",
        "\"\\\\\"",
        "\"\\/\"",
        "\"/\"",
        "\"\\b\\f\\n\\r\\t\"",
        "\"\\u0041\"",
        "\"\\u00e9\"",
        "\"\\u00E9\"",
        "\"\\u0000\"",
        "\"\\u001f\"",
        "\"\\u007f\"",
        "\"\\uFFFF\"",
        "\"\\uFFFE\"",
        "\"\\uFEFF\"",
        "\"\\uD83D\\uDE00\"",
        "\"\\ud800\\udc00\"",
        "\"\\udbff\\udfff\"",
        "\"\\u2028\\u2029\"",
        "\"\\\\u0041\"",
        "\"\\\\\\u0041\"",
        "\"\u007f\"",
        "\"'\"",
        "\"[{,:}]\"",
        "\"//\"",
        "\"/* */\"",
        // In UTF-8: the first and the last code point of each length, and not a character's.
        "\"\u00c2\u0080\"",
        "\"\u00df\u00bf\"",
        "\"\u00e0\u00a0\u0080\"",
        "\"\u00ed\u009f\u00bf\"",
        "\"\u00ee\u0080\u0080\"",
        "\"\u00ef\u00bf\u00bf\"",
        "\"\u00ef\u00bb\u00bf\"",
        "\"\u00e2\u0080\u00a8\"",
        "\"\u00f0\u0090\u0080\u0080\"",
        "\"\u00f4\u008f\u00bf\u00bf\"",
        "\"\u00f0\u009f\u0098\u0080\"",
        "\"\u00cc\u0081\"");
  }

  static Collection<String> stringsToRefuse() {
    return List.of(
        "\"",
        "\"a",
        "a\"",
        "'a'",
        "`a`",
        "\u00e2\u0080\u009ca\u00e2\u0080\u009d",
        "\"\\\"",
        "\"\\",
        "\"\\a\"",
        "\"\\x41\"",
        "\"\\0\"",
        "\"\\'\"",
        "\"\\v\"",
        "\"\\U0041\"",
        "\"\\ \"",
        "\"\\\n\"",
        "\"\\u\"",
        "\"\\u0\"",
        "\"\\u00\"",
        "\"\\u004\"",
        "\"\\u004",
        "\"\\u00g1\"",
        "\"\\u 041\"",
        "\"\\u+041\"",
        "\"\\uD83D\\u\"",
        "\"\\uD83D\\uD\"",
        "\"\\u{41}\"",
        "\"\\\u00c3\u00a9\"",
        "\"\\u\u00c3\u00a941\"",
        // Control characters.
        "\"\u0000\"",
        "\"\u0001\"",
        "\"\t\"",
        "\"\n\"",
        "\"\r\"",
        "\"\u001f\"",
        "\"a\u0008b\"",
        // No UTF-8: a byte alone, cut, too long for its code point, a surrogate, beyond the last.
        "\"\u0080\"",
        "\"\u00bf\"",
        "\"\u00ff\"",
        "\"\u00fe\"",
        "\"\u00e9\"",
        "\"\u00c3\"",
        "\"\u00c3(\"",
        "\"\u00e2\u0082\"",
        "\"\u00e2(\u00a1\"",
        "\"\u00e2\u0082(\"",
        "\"\u00f0\u009f\u0098\"",
        "\"\u00f0(\u008c\u00bc\"",
        "\"\u00f0\u0090(\u00bc\"",
        "\"\u00c0\u0080\"",
        "\"\u00c0\u00af\"",
        "\"\u00c1\u00bf\"",
        "\"\u00e0\u0080\u00af\"",
        "\"\u00e0\u009f\u00bf\"",
        "\"\u00f0\u0080\u0080\u00af\"",
        "\"\u00f0\u008f\u00bf\u00bf\"",
        "\"\u00ed\u00a0\u0080\"",
        "\"\u00ed\u00bf\u00bf\"",
        "\"\u00ed\u00a0\u00bd\u00ed\u00b8\u0080\"",
        "\"\u00f4\u0090\u0080\u0080\"",
        "\"\u00f5\u0080\u0080\u0080\"",
        "\"\u00f8\u0088\u0080\u0080\u0080\"",
        "\"\u00fc\u0084\u0080\u0080\u0080\u0080\"");
  }

  // ---- values: literals and structure, sections 2 to 5 ----

  static Collection<String> othersToTake() {
    return List.of(
        "true",
        "false",
        "null",
        "[]",
        "{}",
        "[ ]",
        "{ }",
        "[1]",
        "[1,2]",
        "[[]]",
        "[[],[]]",
        "[{}]",
        "{\"a\":{}}",
        "[null,true,false]",
        "{\"\":0}",
        "{\"a\":1,\"b\":2}",
        "[1,\"1\",[1],{\"1\":1}]",
        "\t[\n1\r,\n\t2 ]",
        "{\r\n\"a\"\t:\n1 ,\"b\" : 2}",
        "{\"a\":1,\"A\":2}",
        // The same letter, written as one code point and as two: two names.
        "{\"\u00c3\u00a9\":1,\"e\u00cc\u0081\":2}",
        "{\"\\u0000\":1}");
  }

  static Collection<String> othersToRefuse() {
    return List.of(
        "",
        " ",
        "True",
        "TRUE",
        "tru",
        "truee",
        "nul",
        "Null",
        "nulll",
        "fals",
        "undefined",
        "nil",
        "None",
        "yes",
        "a",
        "*",
        "&",
        "<null>",
        "[",
        "]",
        "{",
        "[1",
        "[1,",
        "[,",
        "[,1]",
        "[1,]",
        "[1,,2]",
        "[1,,]",
        "[1 2]",
        "[1;2]",
        "[1:2]",
        "[\"a\":1]",
        "[1]]",
        "[[1]",
        "[}",
        "{]",
        "(1)",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{\"a\",1}",
        "{\"a\"::1}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1,,\"b\":2}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1;\"b\":2}",
        "{\"a\"=1}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{null:1}",
        "{[]:1}",
        "{\"a\":1:2}",
        "{\"a\":1",
        "{\"a\":",
        "{\"a\"",
        "{\"a",
        "{\"a\":1}}",
        "{:1}",
        "{\"a\":\"b\" c}",
        "/**/1",
        "1/**/",
        "//x\n1",
        "#x\n1",
        "1 1",
        // What other languages call white space.
        "\u000b1",
        "\u000c1",
        "\u00c2\u00a01",
        "\u00e2\u0080\u00a81",
        "\u00e3\u0080\u00801",
        "\u00e2\u0081\u00a01",
        "\u00001",
        "[\u000c]",
        "[1\u0000]",
        "\u001b[1]");
  }

  // ---- whole texts ----

  static Collection<String> textsToTake() {
    return List.of(
        "{}", " {} ", "\n{}\n", "\t\r\n {\t\r\n }\t\r\n ", "{\"a\":1}", " { \"a\" : [ 1 , 2 ] } ");
  }

  static Collection<String> textsToRefuse() {
    return List.of(
        "",
        " ",
        "{",
        "}",
        "{}}",
        "{}{}",
        "{} {}",
        "{},",
        "{}x",
        "{}\u0000",
        "\u0000{}",
        "{}//",
        "{}/**/",
        "{}#",
        "x{}",
        ",{}",
        "{}[]",
        "[]{}",
        "{}\u00c2\u00a0",
        "<!-- -->{}",
        ")]}'\n{}",
        "\u001e{}\n",
        // UTF-16 and UTF-32, with and without a mark.
        "\u00ff\u00fe{\u0000}\u0000",
        "\u00fe\u00ff\u0000{\u0000}",
        "{\u0000}\u0000",
        "\u0000{\u0000}",
        "{\u0000\u0000\u0000}\u0000\u0000\u0000",
        "\u0000\u0000\u0000{\u0000\u0000\u0000}");
  }

  /** Whole values, but none of them is a document: refused as what they are. */
  static Collection<String> valuesThatAreNoDocument() {
    return List.of("[]", "[1]", "1", "-0.5", "\"a\"", "true", "false", "null", " null ", "[{}]");
  }

  /**
   * The RFC lets a reader choose. We refuse what two readers could understand in two ways, or could
   * not write out again (RFC 7493): names twice, halves of surrogate pairs, a byte order mark.
   */
  static Collection<String> textsThatWeRefuse() {
    return List.of(
        "\u00ef\u00bb\u00bf{}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"o\":{\"a\":1,\"a\":2}}",
        "{\"o\":[{\"a\":{},\"b\":1,\"a\":{}}]}",
        "{\"\":1,\"\":2}",
        "{\"\u00c3\u00a9\":1,\"\\u00e9\":2}",
        "{\"\u00f0\u009f\u0098\u0080\":1,\"\\ud83d\\ude00\":2}",
        "{\"/\":1,\"\\/\":2}",
        "{\"a\":\"\\ud83d\"}",
        "{\"a\":\"\\ude00\"}",
        "{\"a\":\"\\ude00\\ud83d\"}",
        "{\"a\":\"\\ud83d\\ud83d\\ude00\"}",
        "{\"a\":\"\\ud83dx\"}",
        "{\"a\":\"\\ud83d\\n\"}",
        "{\"a\":\"\\ud83d\\u0041\"}",
        "{\"a\":\"\\uDBFF\"}",
        "{\"\\ud83d\":1}",
        deep(DEPTH + 1),
        "{\"a\":" + "{\"a\":".repeat(DEPTH) + "1" + "}".repeat(DEPTH + 1),
        "{\"a\":" + "[".repeat(100_000),
        "{\"a\":".repeat(100_000));
  }

  /** And we take what other readers cannot keep: we keep the token. */
  static Collection<String> textsThatWeTake() {
    return List.of(
        deep(DEPTH),
        "{\"a\":" + "1".repeat(10_000) + "}",
        "{\"a\":1e" + "9".repeat(1000) + "}",
        "{\"" + "a".repeat(100_000) + "\":0}",
        "{\"a\":\"" + "\\u0041".repeat(10_000) + "\"}",
        "{\"a\":0." + "0".repeat(10_000) + "1}",
        "{\"a\":[" + "0,".repeat(50_000) + "0]}");
  }

  private static String deep(int levels) {
    return "{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
  }

  static Stream<String> toTake() {
    Stream<String> values =
        Stream.of(numbersToTake(), stringsToTake(), othersToTake()).flatMap(Collection::stream);
    return Stream.concat(
        values.map(JsonConformanceTest::entry),
        Stream.of(textsToTake(), textsThatWeTake()).flatMap(Collection::stream));
  }

  static Stream<String> toRefuse() {
    Stream<String> values =
        Stream.of(numbersToRefuse(), stringsToRefuse(), othersToRefuse())
            .flatMap(Collection::stream);
    return Stream.concat(
        values.map(JsonConformanceTest::entry),
        Stream.of(textsToRefuse(), textsThatWeRefuse()).flatMap(Collection::stream));
  }

  private static String entry(String value) {
    return "{\"a\":" + value + "}";
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("toTake")
  void isTakenAndKeptAsItCame(String text) {
    List<Entry> entries = read(text);

    List<String> tokens = new ArrayList<>();
    entries.forEach(entry -> tokens.add(new String(entry.member(), ISO_8859_1)));
    assertThat(bare("{" + String.join(",", tokens) + "}")).isEqualTo(bare(text));
  }

  /** Without white space, within strings too: what is left must be the same. */
  private static String bare(String text) {
    return text.replaceAll("[ \t\r\n]", "");
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("toRefuse")
  void isRefusedWithThePlaceOfTheFault(String text) {
    Problem problem = refusal(text);

    assertThat(problem).isInstanceOf(Problem.BadJson.class);
    assertThat(((Problem.BadJson) problem).offset())
        .isBetween(0L, (long) text.getBytes(ISO_8859_1).length);
    assertThat(UTF_8.newEncoder().canEncode(problem.detail())).isTrue();
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("valuesThatAreNoDocument")
  void isRefusedAsWhatItIs(String text) {
    assertThat(refusal(text)).isInstanceOf(Problem.NotAnObject.class);
  }

  private static Problem refusal(String text) {
    try {
      throw new AssertionError("taken: " + read(text));
    } catch (RefusedException e) {
      return e.problem();
    }
  }

  private static List<Entry> read(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return EntryReader.read(bytes, 0, bytes.length, BOUNDS);
  }
}
