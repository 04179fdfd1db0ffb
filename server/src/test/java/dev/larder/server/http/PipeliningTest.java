package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many requests on one connection: RFC 9112, section 9.3. */
@Timeout(60)
class PipeliningTest {
  private static final int MANY = 200;

  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with("--publish-delay", "1s");

  @Test
  void aConnectionIsKeptForTheNextRequest() throws IOException {
    try (Wire wire = DAEMON.connect()) {
      wire.ask(Call.merge("kept", "{\"a\":1}")).has(201);
      wire.ask(Call.get("/v1/stats/nothing")).has(404);
      assertThat(wire.ask(Call.get("/v1/stats/kept")).has(200).text()).isEqualTo("{\"a\": 1}");
    }
  }

  @Test
  void twoHundredRequestsInOneWriteAreAnsweredInTheirOrder() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < MANY; i++) {
      all.writeBytes(Call.merge("many", "{\"n\":" + i + "}").bytes());
      all.writeBytes(Call.get("/v1/stats/many?pointer=/n").bytes());
    }
    try (Wire wire = DAEMON.connect()) {
      wire.send(all.toByteArray());
      for (int i = 0; i < MANY; i++) {
        assertThat(wire.reply().docVersion()).isEqualTo(i + 1L);
        assertThat(wire.reply().has(200).text()).isEqualTo(String.valueOf(i));
      }
    }
  }

  @Test
  void anAnswerThatTakesLongDoesNotReorderThoseBehindIt() throws IOException {
    Call published = Call.post("/v1/stats/slow/merge?ack=published").json("{\"written\":true}");
    try (Wire wire = DAEMON.connect()) {
      wire.send(published);
      for (int i = 0; i < 20; i++) {
        wire.send(Call.merge("quick", "{\"n\":" + i + "}"));
      }
      assertThat(wire.reply().has(201).json().get("entries").asInt()).isEqualTo(1);
      Path file = DAEMON.root().resolve("stats/slow.json");
      assertThat(Files.readString(file)).isEqualTo("{\"written\": true}");
      for (int i = 0; i < 20; i++) {
        assertThat(wire.reply().docVersion()).isEqualTo(i + 1L);
      }
    }
  }

  @Test
  void headAmongOthersLeavesTheirBodiesWhole() throws IOException {
    DAEMON.ask(Call.merge("mixed", "{\"a\":[1,2,3]}")).has(201);
    try (Wire wire = DAEMON.connect()) {
      wire.send(Call.get("/v1/stats/mixed"));
      wire.send(Call.head("/v1/stats/mixed"));
      wire.send(Call.merge("mixed", "{\"b\":2}").with("Expect: 100-continue"));
      wire.send(Call.head("/v1/stats/mixed"));
      wire.send(Call.get("/v1/stats/mixed?pointer=/b"));
      assertThat(wire.reply().has(200).text()).isEqualTo("{\"a\": [1, 2, 3]}");
      wire.replyToHead().has(200);
      Reply merged = wire.reply();
      if (merged.status() == 100) {
        merged = wire.reply();
      }
      assertThat(merged.has(200).docVersion()).isEqualTo(2);
      wire.replyToHead().has(200);
      assertThat(wire.reply().has(200).text()).isEqualTo("2");
    }
  }

  @Test
  void aRefusedRequestDoesNotStopThoseBehindIt() throws IOException {
    try (Wire wire = DAEMON.connect()) {
      wire.send(Call.merge("after", "{\"a\":1,\"a\":2}"));
      wire.send(Call.put("/v1/stats/.hidden", "{}"));
      wire.send(Call.of("PATCH", "/v1/stats").json("{}"));
      wire.send(Call.merge("after", "{\"a\":3}"));
      wire.reply().has(400);
      wire.reply().has(400);
      wire.reply().has(405);
      assertThat(wire.reply().has(201).docVersion()).isEqualTo(1);
    }
  }

  @Test
  void largeBodiesKeepTheirOrderAmongSmallOnes() throws IOException {
    String large = "{\"n\":\"" + "x".repeat(1_000_000) + "\"}";
    try (Wire wire = DAEMON.connect()) {
      Thread sender =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < 10; i++) {
                    wire.send(Call.put("/v1/stats/sizes", large));
                    wire.send(Call.put("/v1/stats/sizes", "{}"));
                  }
                } catch (IOException e) {
                  throw new AssertionError("Sending failed", e);
                }
              });
      sender.start();
      for (int i = 0; i < 10; i++) {
        assertThat(wire.reply().json().get("bytes").asInt()).isGreaterThan(1_000_000);
        assertThat(wire.reply().json().get("bytes").asInt()).isEqualTo(2);
      }
    }
  }
}
