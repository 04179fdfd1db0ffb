package dev.larder.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialectTest {
  private static final Http HTTP = Http.sending(List.of(new byte[] {'x'}));

  @Test
  void anAnswerOfHttpEndsWhereItsLengthSays() {
    everyPartOf("HTTP/1.1 200 OK\r\nDate: now\r\ncontent-Length: 5\r\n\r\nhello", HTTP);
    everyPartOf("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", HTTP);
  }

  @Test
  void anAnswerInChunksEndsBehindTheLastOne() {
    everyPartOf(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nc\r\nhello\r\n0\r\n\r\n\r\n0\r\n\r\n",
        HTTP);
  }

  @Test
  void anAnswerOfRedisIsALine() {
    everyPartOf(":1\r\n", Resp.sending(List.of(List.of("PING"))));
  }

  @Test
  void refusalsAreNoAnswers() {
    assertThatThrownBy(() -> HTTP.answered(bytes("HTTP/1.1 429 Too Many Requests\r\n\r\n")))
        .hasMessageContaining("429");
    assertThatThrownBy(() -> Resp.sending(List.of(List.of("X"))).answered(bytes("-ERR no\r\n")))
        .hasMessageContaining("ERR no");
  }

  @Test
  void commandsOfRedisAreArraysOfTheirWords() {
    ByteBuf sent = Resp.sending(List.of(List.of("HSET", "ä"))).request(0, 0);
    assertThat(sent.toString(UTF_8)).isEqualTo("*2\r\n$4\r\nHSET\r\n$2\r\nä\r\n");
  }

  /** Each beginning is no answer yet; the whole is one, and what follows is left. */
  private static void everyPartOf(String answer, Dialect dialect) {
    for (int bytes = 0; bytes < answer.length(); bytes++) {
      assertThat(dialect.answered(bytes(answer.substring(0, bytes)))).isFalse();
    }
    ByteBuf more = bytes(answer + "HTTP");
    assertThat(dialect.answered(more)).isTrue();
    assertThat(more.toString(US_ASCII)).isEqualTo("HTTP");
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }
}
