package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each error that a person can make has its own problem, and disturbs nobody else. */
@Timeout(60)
class RefusalsTest {
  private static final int BODY_BYTES = 64 * 1024;
  private static final String KEPT = "/v1/stats/kept";
  private static final String TEXT = "{\"a\": 1}";

  @RegisterExtension
  static final LiveDaemon DAEMON =
      LiveDaemon.with(
          "--max-body",
          "64KiB",
          "--max-document",
          "100KiB",
          "--max-entries",
          "1000",
          "--max-documents",
          "3",
          "--max-bodies",
          "1MiB");

  @BeforeEach
  void aDocument() throws IOException {
    DAEMON.ask(Call.put(KEPT, TEXT).with("If-None-Match: *"));
    DAEMON.ask(Call.put("/v1/stats/other/settings", "{\"publish\":\"" + target() + "\"}"));
  }

  private static String target() {
    return DAEMON.beside("other.json").toString();
  }

  static List<Arguments> errors() throws IOException {
    List<Arguments> all = new ArrayList<>();
    all.addAll(namesAndPaths());
    all.addAll(sizes());
    all.addAll(bodies());
    all.addAll(conditionsAndParameters());
    all.addAll(settings());
    all.addAll(leases());
    return all;
  }

  private static List<Arguments> namesAndPaths() {
    return List.of(
        error("a hidden name", Call.put("/v1/stats/.hidden", "{}"), ProblemKind.BAD_NAME),
        error("two dots", Call.get("/v1/stats/a..b"), ProblemKind.BAD_NAME),
        error("an escaped way out", Call.get("/v1/stats/%2e%2e%2Fx"), ProblemKind.BAD_NAME),
        error("a name of 201", Call.get("/v1/stats/" + "a".repeat(201)), ProblemKind.BAD_NAME),
        error("no name", Call.get("/v1/stats/"), ProblemKind.BAD_NAME),
        error("a bad workspace", Call.build("-x/k"), ProblemKind.BAD_NAME),
        error("a bad key", Call.build("x/%20"), ProblemKind.BAD_NAME),
        error("no such document", Call.get("/v1/stats/missing"), ProblemKind.NOT_FOUND),
        error("no such part", Call.get(KEPT + "?pointer=/b"), ProblemKind.NOT_FOUND),
        error("no such result", Call.get("/v1/workspaces/w/k"), ProblemKind.NOT_FOUND),
        error("nothing to delete", Call.delete("/v1/stats/missing"), ProblemKind.NOT_FOUND),
        error("nothing to forget", Call.delete("/v1/workspaces/w/k"), ProblemKind.NOT_FOUND),
        error("no such path", Call.get("/v2/stats"), ProblemKind.NOT_FOUND),
        error("the top", Call.get("/"), ProblemKind.NOT_FOUND),
        error("a path too long", Call.get(KEPT + "/x"), ProblemKind.NOT_FOUND));
  }

  private static List<Arguments> sizes() throws IOException {
    Call large = Call.merge("kept", "{\"x\":\"" + "x".repeat(BODY_BYTES) + "\"}");
    byte[] packed = Bytes.gzip(large.body());
    byte[] bomb = Bytes.gzip(new byte[20_000_000]);
    Call merge = Call.post(KEPT + "/merge");
    return List.of(
        error("too large", large, ProblemKind.TOO_LARGE),
        error(
            "announced too large",
            merge.with("Content-Length: 10000000000").headBytes(),
            ProblemKind.TOO_LARGE),
        error("too large in chunks", large.chunked(1000), ProblemKind.TOO_LARGE),
        error("too large in one chunk", large.chunked(100_000), ProblemKind.TOO_LARGE),
        error(
            "too large once unpacked",
            merge.with("Content-Encoding: gzip").body(packed),
            ProblemKind.TOO_LARGE),
        error("a bomb", merge.with("Content-Encoding: gzip").body(bomb), ProblemKind.TOO_LARGE),
        error(
            "a bomb in chunks",
            merge.with("Content-Encoding: gzip").body(bomb).chunked(500),
            ProblemKind.TOO_LARGE),
        error("too many entries", Call.merge("kept", entries(1001)), ProblemKind.TOO_LARGE),
        error("a body where none is taken", Call.get(KEPT).json("{}"), ProblemKind.TOO_LARGE),
        error(
            "too long a request line",
            Call.get("/v1/" + "x".repeat(17_000)),
            ProblemKind.URI_TOO_LONG),
        error(
            "too large a header",
            Call.get(KEPT).with("X-Long: " + "x".repeat(17_000)),
            ProblemKind.HEADERS_TOO_LARGE));
  }

  private static List<Arguments> bodies() {
    return List.of(
        error("not an object", Call.put(KEPT, "[1]"), ProblemKind.NOT_AN_OBJECT),
        error("not JSON", Call.merge("kept", "{\"a\":}"), ProblemKind.BAD_JSON),
        error("no body", Call.post(KEPT + "/merge"), ProblemKind.BAD_JSON),
        error(
            "a form",
            Call.merge("kept", "{}").without("Content-Type").with(FORM),
            ProblemKind.UNSUPPORTED_MEDIA_TYPE),
        error(
            "a patch as JSON",
            Call.of("PATCH", KEPT).json("{}"),
            ProblemKind.UNSUPPORTED_MEDIA_TYPE),
        error(
            "a merge as a patch",
            Call.merge("kept", "{}")
                .without("Content-Type")
                .with("Content-Type: application/merge-patch+json"),
            ProblemKind.UNSUPPORTED_MEDIA_TYPE),
        error(
            "an unknown encoding",
            Call.merge("kept", "{}").with("Content-Encoding: compress"),
            ProblemKind.UNSUPPORTED_MEDIA_TYPE),
        error(
            "two encodings",
            Call.merge("kept", "{}").with("Content-Encoding: gzip, gzip"),
            ProblemKind.UNSUPPORTED_MEDIA_TYPE),
        error(
            "another encoding",
            Call.merge("kept", "{}").with("Content-Encoding: deflate"),
            ProblemKind.UNSUPPORTED_MEDIA_TYPE),
        error(
            "gzip that is none",
            Call.merge("kept", "{\"a\":2}").with("Content-Encoding: gzip"),
            ProblemKind.BAD_REQUEST));
  }

  private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

  private static List<Arguments> conditionsAndParameters() {
    return List.of(
        error(
            "another version",
            Call.put(KEPT, "{}").with("If-Match: \"99\""),
            ProblemKind.PRECONDITION_FAILED),
        error(
            "it is there",
            Call.put(KEPT, "{}").with("If-None-Match: *"),
            ProblemKind.PRECONDITION_FAILED),
        error(
            "a tag without quotes",
            Call.put(KEPT, "{}").with("If-Match: 1"),
            ProblemKind.BAD_REQUEST),
        error(
            "both conditions",
            Call.put(KEPT, "{}").with("If-Match: \"1\"").with("If-None-Match: *"),
            ProblemKind.BAD_REQUEST),
        error("an unknown parameter", Call.get(KEPT + "?point=/a"), ProblemKind.BAD_REQUEST),
        error("another one's parameter", Call.get(KEPT + "?ack=durable"), ProblemKind.BAD_REQUEST),
        error(
            "a parameter twice",
            Call.get(KEPT + "?pointer=/a&pointer=/b"),
            ProblemKind.BAD_REQUEST),
        error("an unknown ack", Call.put(KEPT + "?ack=soon", "{}"), ProblemKind.BAD_REQUEST),
        error("a bad pointer", Call.get(KEPT + "?pointer=a"), ProblemKind.BAD_REQUEST),
        error(
            "a wrong method",
            Call.of("PATCH", "/v1/stats").json("{}"),
            ProblemKind.METHOD_NOT_ALLOWED),
        error("an unknown method", Call.of("BREW", KEPT), ProblemKind.METHOD_NOT_ALLOWED));
  }

  private static List<Arguments> settings() {
    String other = DAEMON.root().getParent() + "/other.json";
    return List.of(
        error("a relative path", settings("\"publish\":\"x.json\""), ProblemKind.BAD_SETTINGS),
        error("a path with dots", settings("\"publish\":\"/a/../b\""), ProblemKind.BAD_SETTINGS),
        error(
            "a path in the root",
            settings("\"publish\":\"" + DAEMON.root() + "/state/x\""),
            ProblemKind.BAD_SETTINGS),
        error("a bad mode", settings("\"mode\":\"rw\""), ProblemKind.BAD_SETTINGS),
        error("a wide indent", settings("\"indent\":17"), ProblemKind.BAD_SETTINGS),
        error(
            "another one's path",
            settings("\"publish\":\"" + other + "\""),
            ProblemKind.PATH_TAKEN),
        error("an unknown member", settings("\"ruls\":[]"), ProblemKind.BAD_MESSAGE),
        error(
            "a rule that is none",
            settings("\"rules\":[{\"at\":\"/a\",\"op\":\"avg\"}]"),
            ProblemKind.BAD_SETTINGS),
        error("no rule at all", settings("\"rules\":[null]"), ProblemKind.BAD_SETTINGS),
        error(
            "an unknown member of a rule",
            settings("\"rules\":[{\"at\":\"/a\",\"op\":\"sum\",\"by\":2}]"),
            ProblemKind.BAD_MESSAGE),
        error("a wrong type", settings("\"indent\":\"two\""), ProblemKind.BAD_MESSAGE),
        error("no settings", Call.put(KEPT + "/settings", "[]"), ProblemKind.NOT_AN_OBJECT));
  }

  private static Call settings(String members) {
    return Call.put(KEPT + "/settings", "{" + members + "}");
  }

  private static List<Arguments> leases() {
    return List.of(
        error(
            "a commit without lease", Call.post("/v1/leases/none/commit"), ProblemKind.LEASE_LOST),
        error("a failure without lease", Call.post("/v1/leases/none/fail"), ProblemKind.LEASE_LOST),
        error("a lost lease", Call.build("w/k").json("{\"resume\":\"x\"}"), ProblemKind.LEASE_LOST),
        error(
            "no process id",
            Call.build("w/k").json("{\"builder\":{\"pid\":\"x\"}}"),
            ProblemKind.BAD_MESSAGE),
        error(
            "a negative pause",
            Call.post("/v1/leases/none/fail").json("{\"retry_after_s\":-1}"),
            ProblemKind.BAD_MESSAGE));
  }

  private static Arguments error(String what, Call call, ProblemKind kind) {
    return error(what, call.bytes(), kind);
  }

  private static Arguments error(String what, byte[] request, ProblemKind kind) {
    return Arguments.of(what, request, kind);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("errors")
  void anErrorHasItsOwnProblem(String what, byte[] request, ProblemKind kind) throws IOException {
    try (Wire wire = DAEMON.connect()) {
      wire.send(request);
      wire.reply().problem(kind);
      theOthersAreServed();
    }
  }

  @Test
  void aDocumentDoesNotGrowPastItsLimit() throws IOException {
    Call half = Call.merge("grown", "{\"x\":\"" + "x".repeat(60_000) + "\"}");
    Call more = Call.merge("grown", "{\"y\":\"" + "y".repeat(60_000) + "\"}");
    DAEMON.ask(half).has(201);
    DAEMON.ask(more).problem(ProblemKind.TOO_LARGE);
    DAEMON.ask(half).has(200);
    assertThat(DAEMON.ask(Call.delete("/v1/stats/grown")).has(200).docVersion()).isEqualTo(3);
    theOthersAreServed();
  }

  @Test
  void oneDocumentTooManyIsRefused() throws IOException {
    DAEMON.ask(Call.put("/v1/stats/third", "{}")).has(201);
    Reply refused = DAEMON.ask(Call.put("/v1/stats/fourth", "{}"));
    refused.problem(ProblemKind.TOO_MANY);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    DAEMON.ask(Call.delete("/v1/stats/third")).has(200);
    theOthersAreServed();
  }

  @Test
  void aWrongMethodIsToldTheRightOnes() throws IOException {
    Reply refused = DAEMON.ask(Call.post(KEPT).json("{}"));
    refused.problem(ProblemKind.METHOD_NOT_ALLOWED);
    assertThat(String.valueOf(refused.header("Allow")).split(", "))
        .containsExactlyInAnyOrder("GET", "HEAD", "PUT", "PATCH", "DELETE");
  }

  private static void theOthersAreServed() throws IOException {
    Reply kept = DAEMON.ask(Call.get(KEPT)).has(200);
    assertThat(kept.text()).isEqualTo(TEXT);
    assertThat(kept.header("ETag")).isEqualTo("\"1\"");
  }

  private static String entries(int count) {
    StringBuilder all = new StringBuilder("{\"0\":0");
    for (int i = 1; i < count; i++) {
      all.append(",\"").append(i).append("\":0");
    }
    return all.append('}').toString();
  }
}
