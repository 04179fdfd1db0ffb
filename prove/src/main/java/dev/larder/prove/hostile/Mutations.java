package dev.larder.prove.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** Valid requests, broken by chance: a few edits each, or no request at all. One thread. */
final class Mutations {
  private static final int MOST_EDITS = 4;
  private static final int MOST_RANDOM_BYTES = 2_000;

  private static final List<String> VALID =
      List.of(
          "GET /v1/stats/m?pointer=/a HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: \"1\"\r\n\r\n",
          "POST /v1/stats/m/merge?ack=durable HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
              + " application/json\r\nContent-Length: 17\r\n\r\n{\"a\":{\"b\":[1,2]}}",
          "PUT /v1/stats/m HTTP/1.1\r\nHost: localhost\r\nIf-Match: \"3\"\r\nIdempotency-Key:"
              + " \"k\"\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
          "PATCH /v1/stats/m HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
              + " application/merge-patch+json\r\nContent-Length: 10\r\n\r\n{\"a\":null}",
          "POST /v1/stats/m/merge HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding:"
              + " chunked\r\n\r\n3;x=y\r\n{\"a\r\n4\r\n\":1}\r\n0\r\nX-Trailer: 1\r\n\r\n",
          "GET /v1/workspaces/w/k?wait=1ms HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip;q=0.5,"
              + " zstd\r\nRange: bytes=0-1\r\n\r\n",
          "POST /v1/workspaces/w/k/build HTTP/1.1\r\nHost: localhost\r\nContent-Length: 30\r\n\r\n"
              + "{\"builder\":{\"pid\":1,\"host\":\"\"}}",
          "PUT /v1/stats/m/settings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 36\r\n\r\n"
              + "{\"rules\":[{\"at\":\"/*/b\",\"op\":\"sum\"}]}",
          "POST /v1/leases/0123456789/commit HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
          "GET /v1/stats/m/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 1\r\n\r\n",
          "POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 15\r\n\r\n{\"m\": {\"a\": 1}}",
          "DELETE /v1/stats/m HTTP/1.0\r\n\r\n");

  private static final List<String> TOKENS =
      List.of(
          "\r\n",
          "\n",
          "\r",
          ":",
          " ",
          "\t",
          "\u0000",
          "\u00ff",
          "%",
          "%00",
          "/",
          "?",
          "\"",
          "Content-Length: 5\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Connection: close\r\n",
          "Expect: 100-continue\r\n",
          "Content-Encoding: gzip\r\n",
          "0\r\n\r\n",
          "-1",
          "18446744073709551616",
          "HTTP/1.1",
          "HTTP/9.9",
          "Host: a\r\n",
          "\\ud800",
          "{",
          "[[[[[[",
          ",");

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  /** The next one. */
  byte[] next() {
    if (random.nextInt(10) == 0) {
      byte[] noise = new byte[random.nextInt(MOST_RANDOM_BYTES)];
      random.nextBytes(noise);
      return noise;
    }
    var bytes = new ByteArrayOutputStream();
    for (int requests = 1 + random.nextInt(3); requests > 0; requests--) {
      bytes.writeBytes(VALID.get(random.nextInt(VALID.size())).getBytes(ISO_8859_1));
    }
    byte[] mutated = bytes.toByteArray();
    for (int edits = 1 + random.nextInt(MOST_EDITS); edits > 0; edits--) {
      mutated = edited(mutated);
    }
    return mutated;
  }

  private byte[] edited(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + random.nextInt(20));
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    switch (random.nextInt(5)) {
      case 0 -> out.write(random.nextInt(256)); // one byte for some
      case 1 -> to = from + (to - from) / 2; // some bytes are gone
      case 2 -> { // some come twice
        out.write(bytes, from, to - from);
        to = from;
      }
      case 3 -> { // a word of the protocol where none belongs
        out.writeBytes(TOKENS.get(random.nextInt(TOKENS.size())).getBytes(ISO_8859_1));
        to = from;
      }
      default -> to = random.nextInt(8) == 0 ? bytes.length : to; // it ends early, seldom
    }
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}
