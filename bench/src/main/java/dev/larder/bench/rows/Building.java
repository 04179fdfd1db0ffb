package dev.larder.bench.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.bench.peers.Larder;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;

/** Builds by hand. */
final class Building {
  private static final byte[] SMALL = "built".getBytes(UTF_8);

  private Building() {}

  /** Takes the lease; the stream holds it. */
  static String granted(Wire stream, String id) throws IOException {
    return stream.open(Request.build(id)).next("granted").get("token").asString();
  }

  /** Sends the result and commits it. */
  private static void commit(Larder larder, String token, byte[] content) throws IOException {
    try (Wire wire = Wire.to(larder.socket())) {
      stage(wire, token, content);
      wire.ask(commitOf(token)).has(200);
    }
  }

  static void stage(Wire wire, String token) throws IOException {
    stage(wire, token, SMALL);
  }

  static void stage(Wire wire, String token, byte[] content) throws IOException {
    int status =
        wire.ask(Request.of("PUT", "/v1/leases/" + token + "/content").body(content)).status();
    if (status / 100 != 2) {
      throw new IOException("the content is refused: " + status);
    }
  }

  static Request commitOf(String token) {
    return Request.of("POST", "/v1/leases/" + token + "/commit");
  }

  /** Makes a result that is ready. */
  static void ready(Larder larder, String id) throws IOException {
    ready(larder, id, SMALL);
  }

  /** The same, with content of one's own. */
  static void ready(Larder larder, String id, byte[] content) throws IOException {
    try (Wire stream = Wire.to(larder.socket())) {
      commit(larder, granted(stream, id), content);
    }
  }
}
