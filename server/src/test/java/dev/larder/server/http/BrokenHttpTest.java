package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 9112 says to refuse is refused, and what follows it is not taken for a request. */
@Timeout(60)
class BrokenHttpTest {
  private static final String KEPT = "/v1/stats/kept";

  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with();

  @BeforeEach
  void aDocument() throws IOException {
    DAEMON.ask(Call.put(KEPT, "{\"a\":1}").with("If-None-Match: *"));
  }

  static List<Arguments> brokenHttp() {
    return List.of(
        error("no Host", Call.get(KEPT).without("Host"), ProblemKind.BAD_REQUEST),
        error("two Hosts", Call.get(KEPT).with("Host: other"), ProblemKind.BAD_REQUEST),
        error(
            "both lengths",
            Call.merge("kept", "{}").chunked(9).with("Content-Length: 2"),
            ProblemKind.BAD_REQUEST),
        error(
            "two lengths",
            Call.merge("kept", "{}").with("Content-Length: 3"),
            ProblemKind.BAD_REQUEST),
        error(
            "a negative length",
            Call.post(KEPT + "/merge").with("Content-Length: -1"),
            ProblemKind.BAD_REQUEST),
        error(
            "a coding below the chunks",
            Call.merge("kept", "{}")
                .chunked(9)
                .without("Transfer-Encoding")
                .with("Transfer-Encoding: gzip, chunked"),
            ProblemKind.BAD_REQUEST),
        error(
            "chunks that are not the last coding",
            Call.merge("kept", "{}")
                .chunked(9)
                .without("Transfer-Encoding")
                .with("Transfer-Encoding: chunked, gzip"),
            ProblemKind.BAD_REQUEST),
        error(
            "a broken chunk",
            new String(Call.merge("kept", "{}").chunked(9).headBytes(), UTF_8) + "zz\r\n{}\r\n",
            ProblemKind.BAD_REQUEST),
        error("no request line", "GARBAGE\r\n\r\n", ProblemKind.BAD_REQUEST),
        error("half a request line", "GET /healthz\r\n\r\n", ProblemKind.BAD_REQUEST),
        error("binary", "\u0016\u0003\u0001\u0000\n\r\n\r\n", ProblemKind.BAD_REQUEST),
        error("another HTTP", "GET /healthz HTTP/2.0\r\nHost: x\r\n\r\n", ProblemKind.BAD_REQUEST),
        error(
            "a header without colon",
            "GET /healthz HTTP/1.1\r\nHost: x\r\nnonsense\r\n\r\n",
            ProblemKind.BAD_REQUEST),
        error(
            "a space before the colon",
            Call.merge("kept", "{}").with("Transfer-Encoding : chunked"),
            ProblemKind.BAD_REQUEST),
        error("a broken escape", Call.get("/v1/stats/%zz"), ProblemKind.BAD_REQUEST),
        error("a whole URL", Call.get("http://larder/healthz"), ProblemKind.BAD_REQUEST),
        error("a star", Call.of("OPTIONS", "*"), ProblemKind.BAD_REQUEST),
        error(
            "an unknown expectation",
            Call.put(KEPT, "{}").with("Expect: a-miracle"),
            ProblemKind.EXPECTATION_FAILED));
  }

  private static Arguments error(String what, Call call, ProblemKind kind) {
    return Arguments.of(what, call.bytes(), kind);
  }

  private static Arguments error(String what, String request, ProblemKind kind) {
    return Arguments.of(what, request.getBytes(UTF_8), kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT larder:80 HTTP/1.1", "PRI * HTTP/2.0", "GET /healthz HTTP/2.0"})
  void whatFollowsAnotherProtocolIsNotTakenForARequest(String line) throws IOException {
    try (Wire wire = DAEMON.connect()) {
      wire.send((line + "\r\nHost: x\r\n\r\n").getBytes(UTF_8));
      wire.send(Call.merge("hidden", "{\"a\":1}").bytes());
      wire.reply().problem(ProblemKind.BAD_REQUEST);
      assertThat(wire.isAtEnd()).isTrue();
    }
    DAEMON.ask(Call.get("/v1/stats/hidden")).problem(ProblemKind.NOT_FOUND);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenHttp")
  void whatIsNotHttpIsRefused(String what, byte[] request, ProblemKind kind) throws IOException {
    try (Wire wire = DAEMON.connect()) {
      wire.send(request);
      wire.reply().problem(kind);
      Reply kept = DAEMON.ask(Call.get(KEPT)).has(200);
      assertThat(kept.text()).isEqualTo("{\"a\": 1}");
      assertThat(kept.header("ETag")).isEqualTo("\"1\"");
    }
  }
}
