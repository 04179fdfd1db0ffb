package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is JSON goes through byte for byte; what is not is refused at its first wrong byte. */
@Timeout(60)
class JsonOnTheWireTest {
  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e400",
        "-1E-400",
        "0.10",
        "-0",
        "-0.0",
        "1.0",
        "1e+05",
        "1234567890123456789012345678901234567890",
        "0.1234567890123456789012345678901234567890",
        "\"\"",
        "\"\\u0041\\/\\b\\f\\n\\r\\t\\\\\\\"\"",
        "\"\\uD83D\\uDE00 \\ud83d\\ude00 \uD83D\uDE00\"",
        "\"é€\uFFFD\u2028\u007f\"",
        "\"\\u0000\"",
        "[1e400, {\"\\u0061\": [0.10, -0]}, [], {}]",
        "null",
        "true"
      })
  void aValueComesOutAsItWentIn(String value) throws IOException {
    String document = "{\"first\": " + value + ", \"in\": [" + value + "]}";
    DAEMON.ask(Call.put("/v1/stats/values", document));
    assertThat(DAEMON.ask(Call.get("/v1/stats/values")).has(200).text()).isEqualTo(document);
    assertThat(DAEMON.ask(Call.get("/v1/stats/values?pointer=/first")).text()).isEqualTo(value);
    DAEMON.ask(Call.merge("values", "{\"first\":0,\"merged\":" + value + "}")).has(200);
    assertThat(DAEMON.ask(Call.get("/v1/stats/values")).text())
        .isEqualTo("{\"first\": 0, \"in\": [" + value + "], \"merged\": " + value + "}");
    DAEMON.ask(Call.patch("values", "{\"first\":{\"deep\":" + value + "}}")).has(200);
    assertThat(DAEMON.ask(Call.get("/v1/stats/values?pointer=/first")).text())
        .isEqualTo(value.equals("null") ? "{}" : "{\"deep\": " + value + "}");
  }

  @Test
  void namesKeepTheirSpellingAndTheirOrder() throws IOException {
    String document =
        "{\"z\": 1, \"\\u0061\\n\": 2, \"\": 3, \"\uD83D\uDE00\": 4, \"a/b~c\": 5, \"\\\"\": 6}";
    DAEMON.ask(Call.put("/v1/stats/names", document)).has(201);
    assertThat(DAEMON.ask(Call.get("/v1/stats/names")).text()).isEqualTo(document);
    assertThat(DAEMON.ask(Call.get("/v1/stats/names?pointer=/a%0A")).text()).isEqualTo("2");
    assertThat(DAEMON.ask(Call.get("/v1/stats/names?pointer=/")).text()).isEqualTo("3");
    assertThat(DAEMON.ask(Call.get("/v1/stats/names?pointer=/%F0%9F%98%80")).text()).isEqualTo("4");
    assertThat(DAEMON.ask(Call.get("/v1/stats/names?pointer=/a~1b~0c")).text()).isEqualTo("5");
  }

  @Test
  void aDocumentSurvivesARestartByteForByte() throws Exception {
    String document = "{\"a\": 1e400, \"\\u0062\": [0.10, -0, \"\\ud83d\\ude00 \uD83D\uDE00\"]}";
    DAEMON.ask(Call.put("/v1/stats/kept", document)).has(201);
    DAEMON.killAndStartAgain();
    assertThat(DAEMON.ask(Call.get("/v1/stats/kept")).text()).isEqualTo(document);
  }

  static List<Arguments> faults() {
    return List.of(
        fault("a name twice", "{\"a\":1,\n \"a\":2}", 2, 2, 9),
        fault("a name twice, once escaped", "{\"a\":1,\"\\u0061\":2}", 1, 8, 7),
        fault("a name twice, deep", "{\"x\":[{\"a\":1,\"a\":2}]}", 1, 14, 13),
        fault("a byte that is not UTF-8", "{\"a\":\"b\u00ff\"}", 1, 8, 7),
        fault("an overlong form", "{\"a\":\"\u00c0\u0080\"}", 1, 7, 6),
        fault("a surrogate in UTF-8", "{\"a\":\"\u00ed\u00a0\u0080\"}", 1, 7, 6),
        fault("a cut UTF-8 sequence", "{\"a\":\"\u00e2\u0082\"}", 1, 7, 6),
        fault("a lone high surrogate", "{\"a\":\"\\ud800\"}", 1, 7, 6),
        fault("a lone low surrogate", "{\"a\":\"x\\udc00\"}", 1, 8, 7),
        fault("a lone surrogate in a name", "{\n\"\\ud800\":1}", 2, 2, 3),
        fault("NaN", "{\"a\":NaN}", 1, 6, 5),
        fault("Infinity", "{\"a\":\n[-Infinity]}", 2, 3, 8),
        fault("text behind the end", "{\"a\":1} x", 1, 9, 8),
        fault("a second object", "{\"a\":1}\n{}", 2, 1, 8),
        fault("a byte order mark", "\u00ef\u00bb\u00bf{}", 1, 1, 0),
        fault("nothing", "", 1, 1, 0),
        fault("a cut text", "{\"a\":", 1, 6, 5),
        fault("a cut string", "{\"a\":\"b", 1, 8, 7),
        fault("single quotes", "{'a':1}", 1, 2, 1),
        fault("a comma too much", "{\"a\":1,}", 1, 8, 7),
        fault("a comment", "{/* */}", 1, 2, 1),
        fault("a leading zero", "{\"a\":01}", 1, 6, 5),
        fault("a number that ends in its point", "{\"a\":1.}", 1, 8, 7),
        fault("a plus", "{\"a\":+1}", 1, 6, 5),
        fault("a raw control character", "{\"a\":\"b\tc\"}", 1, 8, 7),
        fault("an unknown escape", "{\"a\":\"\\x41\"}", 1, 8, 7),
        fault("too deep", "{\"a\":" + "[".repeat(200) + "]".repeat(200) + "}", 1, 205, 204));
  }

  private static Arguments fault(String what, String latin1, int line, int column, int offset) {
    return Arguments.of(what, latin1.getBytes(ISO_8859_1), line, column, offset);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void whatIsNotJsonIsRefusedWithItsPlace(
      String what, byte[] body, int line, int column, int offset) throws IOException {
    Stream<Call> calls =
        Stream.of(
            Call.post("/v1/stats/none/merge").body(body),
            Call.of("PUT", "/v1/stats/none").body(body),
            Call.of("PATCH", "/v1/stats/none").body(body));
    for (Call call : calls.toList()) {
      isAt(DAEMON.ask(call), line, column, offset);
    }
    DAEMON.ask(Call.get("/v1/stats/none")).problem(ProblemKind.NOT_FOUND);
  }

  /** The small messages of the contract are held to the same rules. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aMessageThatIsNotJsonIsRefusedWithItsPlace(
      String what, byte[] body, int line, int column, int offset) throws IOException {
    if (body.length == 0) {
      return; // an empty body stands for {}
    }
    isAt(DAEMON.ask(Call.of("PUT", "/v1/stats/faulty/settings").body(body)), line, column, offset);
    isAt(DAEMON.ask(Call.build("faulty/k").body(body)), line, column, offset);
    isAt(DAEMON.ask(Call.post("/v1/leases/t/fail").body(body)), line, column, offset);
  }

  private static void isAt(Reply reply, int line, int column, int offset) {
    JsonNode problem = reply.problem(ProblemKind.BAD_JSON);
    assertThat(List.of(problem.get("line"), problem.get("column"), problem.get("offset")))
        .as(reply.text())
        .extracting(JsonNode::asInt)
        .containsExactly(line, column, offset);
  }

  @Test
  void theDeepestAllowedNestingIsTaken() throws IOException {
    String deep = "{\"a\": " + "[".repeat(199) + "]".repeat(199) + "}";
    DAEMON.ask(Call.put("/v1/stats/deep", deep)).has(201);
    assertThat(DAEMON.ask(Call.get("/v1/stats/deep")).text()).isEqualTo(deep);
  }

  @Test
  void utf8IsKeptInLargeDocumentsToo() throws IOException {
    StringBuilder large = new StringBuilder("{\"first\": \"\uD83D\uDE00\"");
    for (int i = 0; i < 20_000; i++) {
      large.append(", \"test.").append(i).append(".é\": {\"walltime\": 0.10, \"n\": 1e400}");
    }
    String document = large.append('}').toString();
    DAEMON.ask(Call.put("/v1/stats/large", document)).has(201);
    Reply whole = DAEMON.ask(Call.get("/v1/stats/large")).has(200);
    assertThat(whole.header("Content-Length"))
        .isEqualTo(String.valueOf(document.getBytes(UTF_8).length));
    assertThat(whole.text()).isEqualTo(document);
  }
}
