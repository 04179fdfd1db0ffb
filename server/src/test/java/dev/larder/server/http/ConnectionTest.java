package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.ProblemKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections begin, wait, stall and end: RFC 9110, section 10.1.1; RFC 9112, section 9. */
@Timeout(60)
class ConnectionTest {
  private static final String LARGE = "/v1/stats/large";

  /** Far more than the buffers of both sides of a socket hold. */
  private static final int LARGE_BYTES = 8_000_000;

  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with();

  @BeforeAll
  static void documents() throws IOException {
    String text = "{\"x\": \"" + "x".repeat(LARGE_BYTES) + "\"}";
    DAEMON.ask(Call.put(LARGE, text)).has(201);
    DAEMON.ask(Call.put("/v1/stats/small", "{\"a\":1}")).has(201);
    DAEMON.ask(Call.put("/v1/stats/indented", text)).has(201);
    DAEMON.ask(Call.put("/v1/stats/indented/settings", "{\"indent\":2}")).has(200);
  }

  @Test
  void theBodyIsAskedForWhereTheClientWaitsToBe() throws IOException {
    Call call = Call.merge("expected", "{\"a\":1}").with("Expect: 100-continue");
    try (Wire wire = DAEMON.connect()) {
      wire.send(call.headBytes());
      wire.reply().has(100);
      wire.send(call.body());
      wire.reply().has(201);
      wire.ask(Call.get("/v1/stats/expected")).has(200);
    }
  }

  @Test
  void aRefusedBodyIsNotAskedFor() throws IOException {
    Call call = Call.post("/v1/stats/refused/merge").with("Expect: 100-continue");
    try (Wire wire = DAEMON.connect()) {
      wire.send(call.with("Content-Length: 999999999").headBytes());
      wire.reply().problem(ProblemKind.TOO_LARGE);
      assertThat(wire.isAtEnd()).isTrue();
    }
  }

  @Test
  void aConnectionEndsWhenTheClientSaysSo() throws IOException {
    try (Wire wire = DAEMON.connect()) {
      Reply last = wire.ask(Call.get("/v1/stats/small").with("Connection: close")).has(200);
      assertThat(last.header("Connection")).isEqualTo("close");
      assertThat(wire.isAtEnd()).isTrue();
    }
  }

  @Test
  void nothingBehindTheLastRequestIsAnswered() throws IOException {
    try (Wire wire = DAEMON.connect()) {
      wire.send(Call.get("/v1/stats/small").with("Connection: close"));
      wire.send(Call.delete("/v1/stats/small"));
      wire.reply().has(200);
      assertThat(wire.isAtEnd()).isTrue();
      DAEMON.ask(Call.get("/v1/stats/small")).has(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "large", "indented"})
  void aClientOfHttp10IsAnsweredWithoutChunksUntilTheEnd(String doc) throws IOException {
    String whole = DAEMON.ask(Call.get("/v1/stats/" + doc)).text();
    for (String header :
        new String[] {"", "Accept-Encoding: gzip\r\n", "Connection: keep-alive\r\n"}) {
      try (Wire wire = DAEMON.connect()) {
        wire.send("GET /v1/stats/" + doc + " HTTP/1.0\r\n" + header + "\r\n");
        Reply reply = wire.reply().has(200);
        assertThat(reply.header("Transfer-Encoding")).isNull();
        byte[] body = reply.body();
        assertThat(
                new String(
                    reply.header("Content-Encoding") == null ? body : Bytes.gunzip(body), UTF_8))
            .isEqualTo(whole);
        assertThat(wire.isAtEnd()).isTrue();
      }
    }
  }

  @Test
  void aBuildStreamOfHttp10IsPlainLines() throws IOException {
    try (Wire wire = DAEMON.connect()) {
      wire.send("POST /v1/workspaces/old/k/build HTTP/1.0\r\n\r\n");
      Reply head = wire.replyToHead().has(200);
      assertThat(head.header("Transfer-Encoding")).isNull();
      assertThat(wire.plainLine()).startsWith("{\"event\":\"granted\"");
    }
  }

  @Test
  void aHalfSentBodyIsDroppedWhenTheClientIsGone() throws IOException {
    try (Wire wire = DAEMON.connect()) {
      wire.send(Call.post("/v1/stats/half/merge").with("Content-Length: 100").headBytes());
      wire.send("{\"a\": 1}");
      await().until(() -> connections() == 2);
    }
    await().until(() -> connections() == 1);
    DAEMON.ask(Call.get("/v1/stats/half")).problem(ProblemKind.NOT_FOUND);
  }

  private static int connections() throws IOException {
    return DAEMON.ask(Call.get("/v1/status")).has(200).json().get("connections").asInt();
  }

  @Test
  void aClientThatReadsNothingDisturbsNobody() throws IOException {
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      many.writeBytes(Call.get(LARGE).bytes());
    }
    try (Wire deaf = DAEMON.connect()) {
      deaf.send(many.toByteArray());
      for (int i = 1; i <= 50; i++) {
        assertThat(DAEMON.ask(Call.merge("meanwhile", "{\"n\":" + i + "}")).docVersion())
            .isEqualTo(i);
      }
      // What it asked for is still there, piece by piece, when it reads at last.
      assertThat(deaf.reply().has(200).body()).hasSize(LARGE_BYTES + 9);
      assertThat(deaf.reply().has(200).body()).hasSize(LARGE_BYTES + 9);
    }
    DAEMON.ask(Call.get("/healthz")).has(200);
  }

  @Test
  @SuppressWarnings("try") // waiting for the daemon may be interrupted
  void aCleanStopFinishesTheAnswersThatAreUnderWay() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started();
        Wire wire = daemon.connect()) {
      wire.ask(Call.put(LARGE, "{\"x\":\"" + "x".repeat(LARGE_BYTES) + "\"}")).has(201);
      wire.send(Call.get(LARGE));
      Reply head = wire.replyToHead().has(200);
      daemon.terminate();
      await().until(() -> !daemon.answers());
      assertThat(wire.bodyOf(head)).hasSize(LARGE_BYTES + 9);
      assertThat(daemon.exitCode()).isZero();
    }
  }
}
