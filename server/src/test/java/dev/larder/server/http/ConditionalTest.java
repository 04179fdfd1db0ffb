package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions as ETags: RFC 9110, sections 8.8.3 and 13; and parts of a document by RFC 6901. */
@Timeout(60)
class ConditionalTest {
  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with();

  private final String doc = UUID.randomUUID().toString();
  private final String path = "/v1/stats/" + doc;

  /** At version 3. */
  @BeforeEach
  void aDocument() throws IOException {
    DAEMON.ask(Call.put(path, "{}")).has(201);
    DAEMON.ask(Call.merge(doc, "{\"a\":{\"b\":[10,20]}}")).has(200);
    Reply third = DAEMON.ask(Call.merge(doc, "{\"c/d\":1,\"e~f\":2,\"g;h+i\":3}")).has(200);
    assertThat(third.header("ETag")).isEqualTo("\"3\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"3\"", "\"1\", \"3\"", "W/\"3\"", "\"x,y\",\"3\"", "*", "\"3\" "})
  void aCopyThatIsStillGoodIsNotSentAgain(String tags) throws IOException {
    for (String target : new String[] {path, path + "?pointer=/a"}) {
      Reply reply = DAEMON.ask(Call.get(target).with("If-None-Match: " + tags)).has(304);
      assertThat(reply.header("ETag")).isEqualTo("\"3\"");
      assertThat(reply.header("Content-Type")).isNull();
    }
    DAEMON.ask(Call.head(path).with("If-None-Match: " + tags)).has(304);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"2\"", "\"1\", \"2\"", "\"33\"", "\"other\"", "\"x,y\"", "\"\""})
  void aCopyThatIsOldIsReplaced(String tags) throws IOException {
    Reply reply = DAEMON.ask(Call.get(path).with("If-None-Match: " + tags)).has(200);
    assertThat(reply.header("ETag")).isEqualTo("\"3\"");
    assertThat(reply.json().get("c/d").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"3\"", "\"1\", \"3\"", "\"x,y\" , \"3\"", "*"})
  void aWriteOnTheRightVersionIsTaken(String tags) throws IOException {
    Reply reply = DAEMON.ask(Call.put(path, "{\"new\":1}").with("If-Match: " + tags)).has(200);
    assertThat(reply.docVersion()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "If-Match: \"2\"",
        "If-Match: \"1\", \"2\"",
        "If-Match: W/\"3\"",
        "If-Match: \"x,y\"",
        "If-None-Match: *",
        "If-None-Match: \"3\"",
        "If-None-Match: W/\"3\"",
        "If-None-Match: \"1\",\"3\""
      })
  void aWriteOnAnotherVersionIsRefused(String condition) throws IOException {
    for (Call call :
        new Call[] {
          Call.put(path, "{}"),
          Call.merge(doc, "{\"x\":1}"),
          Call.patch(doc, "{\"x\":1}"),
          Call.put(path + "/settings", "{\"indent\":2}"),
          Call.delete(path)
        }) {
      Reply reply = DAEMON.ask(call.with(condition));
      assertThat(reply.problem(ProblemKind.PRECONDITION_FAILED).get("version").asInt())
          .isEqualTo(3);
    }
    assertThat(DAEMON.ask(Call.get(path)).header("ETag")).isEqualTo("\"3\"");
  }

  @Test
  void whatIsNotThereCanBeAskedToStayAway() throws IOException {
    String other = "/v1/stats/new-" + doc;
    DAEMON.ask(Call.put(other, "{}").with("If-Match: *")).problem(ProblemKind.PRECONDITION_FAILED);
    DAEMON
        .ask(Call.put(other, "{}").with("If-Match: \"1\""))
        .problem(ProblemKind.PRECONDITION_FAILED);
    DAEMON.ask(Call.put(other, "{}").with("If-None-Match: *")).has(201);
    DAEMON
        .ask(Call.put(other, "{}").with("If-None-Match: *"))
        .problem(ProblemKind.PRECONDITION_FAILED);
  }

  @Test
  void aDocumentThatCameBackNeverHasAnOldTag() throws IOException {
    assertThat(DAEMON.ask(Call.delete(path)).has(200).docVersion()).isEqualTo(4);
    DAEMON.ask(Call.get(path)).problem(ProblemKind.NOT_FOUND);
    assertThat(DAEMON.ask(Call.put(path, "{}")).has(201).docVersion()).isEqualTo(5);
  }

  @Test
  void headIsGetWithoutItsBody() throws IOException {
    for (String target :
        new String[] {path, path + "?pointer=/a/b", path + "/settings", "/v1/stats", "/version"}) {
      try (Wire wire = DAEMON.connect()) {
        Reply head = wire.ask(Call.head(target)).has(200);
        Reply get = wire.ask(Call.get(target)).has(200);
        for (String name : new String[] {"ETag", "Content-Type", "Content-Length"}) {
          assertThat(head.header(name)).as(target + " " + name).isEqualTo(get.header(name));
        }
      }
    }
    try (Wire wire = DAEMON.connect()) {
      wire.ask(Call.head("/v1/stats/missing-" + doc)).has(404);
      wire.ask(Call.head(path)).has(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/b/1=20",
        "/a={\"b\": [10, 20]}",
        "%2Fa%2Fb%2F0=10",
        "/c~1d=1",
        "/e~0f=2",
        "/g;h%2Bi=3",
        "/g%3Bh%2Bi=3"
      })
  void aPointerShowsAPart(String pointerAndValue) throws IOException {
    int cut = pointerAndValue.indexOf('=');
    Reply part = DAEMON.ask(Call.get(path + "?pointer=" + pointerAndValue.substring(0, cut)));
    assertThat(part.has(200).text()).isEqualTo(pointerAndValue.substring(cut + 1));
    assertThat(part.header("ETag")).isEqualTo("\"3\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x", "/a/x", "/a/b/2", "/a/b/-", "/a/b/01", "/a/b/0/0"})
  void aPointerToNothingIsNotFound(String pointer) throws IOException {
    DAEMON.ask(Call.get(path + "?pointer=" + pointer)).problem(ProblemKind.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "/a~2", "/a~"})
  void whatIsNoPointerIsRefused(String pointer) throws IOException {
    DAEMON.ask(Call.get(path + "?pointer=" + pointer)).problem(ProblemKind.BAD_REQUEST);
  }

  @Test
  void theEmptyPointerIsTheWholeDocument() throws IOException {
    assertThat(DAEMON.ask(Call.get(path + "?pointer=")).has(200).text())
        .isEqualTo(DAEMON.ask(Call.get(path)).text());
  }
}
