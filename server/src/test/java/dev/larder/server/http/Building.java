package dev.larder.server.http;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** A builder that was granted its lease: the open stream, and the line that granted it. */
record Building(Wire stream, JsonNode grant) implements AutoCloseable {
  /** Asks for a build, and must be granted it at once. */
  static Building begin(LiveDaemon daemon, Call call) throws IOException {
    return granted(daemon.connect().open(call));
  }

  static Building begin(LiveDaemon daemon, String id) throws IOException {
    return begin(daemon, Call.build(id));
  }

  /** The next line of the stream but for {@code waiting} must be the grant. */
  static Building granted(Wire stream) throws IOException {
    return new Building(stream, stream.next("granted"));
  }

  String token() {
    return grant.get("token").asString();
  }

  long fence() {
    return grant.get("fence").asLong();
  }

  Path staging() {
    return Path.of(grant.get("staging").asString());
  }

  /** Makes the result, a file of that text. */
  Building stage(String text) throws IOException {
    Files.writeString(staging().resolve("content"), text);
    return this;
  }

  /** Makes the result, a file of that length that takes no room. */
  Building stageHole(long bytes) throws IOException {
    try (RandomAccessFile file =
        new RandomAccessFile(staging().resolve("content").toFile(), "rw")) {
      file.setLength(bytes);
    }
    return this;
  }

  /** Sends the result; a body is to be added. */
  Call send(String query) {
    return Call.of("PUT", "/v1/leases/" + token() + "/content" + query);
  }

  Call commit() {
    return Call.post("/v1/leases/" + token() + "/commit");
  }

  Call fail(String json) {
    return Call.post("/v1/leases/" + token() + "/fail").json(json);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
