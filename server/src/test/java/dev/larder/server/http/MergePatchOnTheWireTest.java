package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** RFC 7396, appendix A: all fifteen cases, by PATCH. */
@Timeout(60)
class MergePatchOnTheWireTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with();

  /** Where both are objects they are a document and a patch of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"a":"b"}           | {"a":"c"}                | {"a":"c"}
          {"a":"b"}           | {"b":"c"}                | {"a":"b","b":"c"}
          {"a":"b"}           | {"a":null}               | {}
          {"a":"b","b":"c"}   | {"a":null}               | {"b":"c"}
          {"a":["b"]}         | {"a":"c"}                | {"a":"c"}
          {"a":"c"}           | {"a":["b"]}              | {"a":["b"]}
          {"a":{"b":"c"}}     | {"a":{"b":"d","c":null}} | {"a":{"b":"d"}}
          {"a":[{"b":"c"}]}   | {"a":[1]}                | {"a":[1]}
          {"e":null}          | {"a":1}                  | {"e":null,"a":1}
          {}                  | {"a":{"bb":{"ccc":null}}} | {"a":{"bb":{}}}
          """)
  void anObjectPatchesADocument(String original, String patch, String result) throws IOException {
    String doc = fresh();
    DAEMON.ask(Call.put("/v1/stats/" + doc, original)).has(201);
    DAEMON.ask(Call.patch(doc, patch)).has(200);
    assertThat(DAEMON.ask(Call.get("/v1/stats/" + doc)).json()).isEqualTo(JSON.readTree(result));
  }

  /** One level down every case can be sent, those whose patch or target is no object too. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"a":"b"}           | {"a":"c"}                | {"a":"c"}
          {"a":"b"}           | {"b":"c"}                | {"a":"b","b":"c"}
          {"a":"b"}           | {"a":null}               | {}
          {"a":"b","b":"c"}   | {"a":null}               | {"b":"c"}
          {"a":["b"]}         | {"a":"c"}                | {"a":"c"}
          {"a":"c"}           | {"a":["b"]}              | {"a":["b"]}
          {"a":{"b":"c"}}     | {"a":{"b":"d","c":null}} | {"a":{"b":"d"}}
          {"a":[{"b":"c"}]}   | {"a":[1]}                | {"a":[1]}
          ["a","b"]           | ["c","d"]                | ["c","d"]
          {"a":"b"}           | ["c"]                    | ["c"]
          {"a":"foo"}         | "bar"                    | "bar"
          {"e":null}          | {"a":1}                  | {"e":null,"a":1}
          [1,2]               | {"a":"b","c":null}       | {"a":"b"}
          {}                  | {"a":{"bb":{"ccc":null}}} | {"a":{"bb":{}}}
          """)
  void anEntryIsPatchedAsRfc7396Says(String original, String patch, String result)
      throws IOException {
    String doc = fresh();
    DAEMON.ask(Call.put("/v1/stats/" + doc, "{\"x\":" + original + "}")).has(201);
    DAEMON.ask(Call.patch(doc, "{\"x\":" + patch + "}")).has(200);
    JsonNode wanted = JSON.readTree(result);
    assertThat(DAEMON.ask(Call.get("/v1/stats/" + doc)).json().get("x")).isEqualTo(wanted);
  }

  /** The case whose patch is null removes the entry. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\'', value = "{\"a\":\"foo\"}|null")
  void aNullRemovesTheEntry(String original, String patch) throws IOException {
    String doc = fresh();
    DAEMON.ask(Call.put("/v1/stats/" + doc, "{\"x\":" + original + ",\"y\":1}")).has(201);
    DAEMON.ask(Call.patch(doc, "{\"x\":" + patch + "}")).has(200);
    assertThat(DAEMON.ask(Call.get("/v1/stats/" + doc)).text()).isEqualTo("{\"y\": 1}");
  }

  /** A document is an object, so a patch that is none (appendix A, cases 9 to 12) is refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {"[\"c\",\"d\"]", "[\"c\"]", "null", "\"bar\"", "1", "true"})
  void aPatchThatIsNoObjectIsRefused(String patch) throws IOException {
    String doc = fresh();
    DAEMON.ask(Call.put("/v1/stats/" + doc, "{\"a\":\"b\"}")).has(201);
    DAEMON.ask(Call.patch(doc, patch)).problem(ProblemKind.NOT_AN_OBJECT);
    Reply after = DAEMON.ask(Call.get("/v1/stats/" + doc));
    assertThat(after.text()).isEqualTo("{\"a\": \"b\"}");
    assertThat(after.header("ETag")).isEqualTo("\"1\"");
  }

  private static String fresh() {
    return UUID.randomUUID().toString();
  }
}
