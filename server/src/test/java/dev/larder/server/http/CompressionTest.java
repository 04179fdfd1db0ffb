package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** gzip in both directions, where the client says so. */
@Timeout(60)
class CompressionTest {
  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with();

  @Test
  void aPackedBodyIsUnpacked() throws IOException {
    String text = document(50_000);
    byte[] packed = Bytes.gzip(text.getBytes(UTF_8));
    Call call = Call.post("/v1/stats/packed/merge").with("Content-Encoding: gzip").body(packed);
    try (Wire wire = DAEMON.connect()) {
      wire.ask(call).has(201);
      wire.ask(call.chunked(777)).has(200);
      assertThat(wire.ask(Call.get("/v1/stats/packed")).text()).isEqualTo(text);
    }
  }

  @Test
  void aBodyWhosePackingIsCutIsRefused() throws IOException {
    byte[] packed = Bytes.gzip(document(1000).getBytes(UTF_8));
    for (int length : new int[] {5, packed.length / 2, packed.length - 8, packed.length - 1}) {
      Call call =
          Call.post("/v1/stats/cut/merge")
              .with("Content-Encoding: gzip")
              .body(Arrays.copyOf(packed, length));
      assertThat(DAEMON.ask(call).status()).as("%d of %d", length, packed.length).isEqualTo(400);
    }
    DAEMON.ask(Call.get("/v1/stats/cut")).problem(ProblemKind.NOT_FOUND);
  }

  @Test
  void aBodyWhosePackingIsBrokenIsRefused() throws IOException {
    byte[] packed = Bytes.gzip(document(1000).getBytes(UTF_8));
    packed[packed.length - 6] ^= 1; // in the checksum
    Call call = Call.post("/v1/stats/flipped/merge").with("Content-Encoding: gzip").body(packed);
    DAEMON.ask(call).problem(ProblemKind.BAD_REQUEST);
    DAEMON.ask(Call.get("/v1/stats/flipped")).problem(ProblemKind.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 100_000})
  void anAnswerIsPackedForWhoAsks(int entries) throws IOException {
    String text = document(entries);
    String path = "/v1/stats/answer" + entries;
    DAEMON.ask(Call.put(path, text)).has(201);
    try (Wire wire = DAEMON.connect()) {
      Reply packed = wire.ask(Call.get(path).with("Accept-Encoding: gzip")).has(200);
      assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
      assertThat(packed.header("ETag")).isEqualTo("\"1\"");
      assertThat(packed.body().length).isLessThan(text.length() / 2);
      assertThat(new String(Bytes.gunzip(packed.body()), UTF_8)).isEqualTo(text);
      for (String plain : new String[] {"Accept-Encoding: gzip;q=0", "Accept: */*"}) {
        Reply reply = wire.ask(Call.get(path).with(plain)).has(200);
        assertThat(reply.header("Content-Encoding")).isNull();
        assertThat(reply.text()).isEqualTo(text);
      }
    }
  }

  @Test
  void smallAnswersAndStreamsAreSentAsTheyAre() throws IOException {
    try (Wire wire = DAEMON.connect()) {
      Reply small = wire.ask(Call.get("/version").with("Accept-Encoding: gzip")).has(200);
      assertThat(small.header("Content-Encoding")).isNull();
      wire.send(Call.build("w/k").with("Accept-Encoding: gzip"));
      assertThat(wire.replyToHead().has(200).header("Content-Encoding")).isNull();
      assertThat(wire.next("granted").get("fence").asLong()).isPositive();
    }
  }

  private static String document(int entries) {
    StringBuilder text = new StringBuilder("{\"first\": 0");
    for (int i = 0; i < entries; i++) {
      text.append(", \"test.").append(i).append("\": {\"walltime\": 0.").append(i).append('}');
    }
    return text.append('}').toString();
  }
}
