package dev.larder.client;

import dev.larder.client.http.ScriptedPeer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests against a scripted peer share: the peer, and a client of it. */
abstract class PeerTest {
  static final String PROBLEM = "Content-Type: application/problem+json\n";

  @TempDir Path folder;
  ScriptedPeer peer;
  Larder larder;

  @BeforeEach
  void open() throws IOException {
    peer = new ScriptedPeer(folder.resolve("peer.sock"));
    larder = Larder.open(options());
  }

  @AfterEach
  void close() throws IOException {
    larder.close();
    peer.close();
  }

  ClientOptions options() {
    return ClientOptions.of(java.util.Map.of(), "")
        .withRoot(folder.resolve("root"))
        .withEndpoint(peer.endpoint());
  }

  /** A scene of one request and its answer. */
  static ScriptedPeer.Scene answering(int status, String headers, String body) {
    return line -> {
      line.hear();
      line.answer(status, headers, body);
    };
  }

  static String problem(String slug, int status) {
    return "{\"type\":\"urn:larder:problem:"
        + slug
        + "\",\"title\":\"t\",\"status\":"
        + status
        + ",\"detail\":\"What happened.\",\"action\":\"What to do.\"}";
  }
}
