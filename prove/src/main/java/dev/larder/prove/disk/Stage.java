package dev.larder.prove.disk;

import dev.larder.prove.disk.Books.Ending;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A daemon on its root, and the one client that works there and keeps the books. What fails is
 * noted and not thrown. One thread.
 */
final class Stage implements AutoCloseable {
  private final Daemon daemon;
  private final Books books;
  private final Path elsewhere;

  /** How each request ended: its status, or 0 without an answer. */
  private final List<Integer> statuses = new ArrayList<>();

  private final List<Wire> streams = new ArrayList<>();
  private int plays;

  /** Of the lease that was granted last. */
  private Path staging = Path.of("/none");

  private String token = "none";
  private byte[] manifest = {};
  private String oldestSegment = "";

  /**
   * @param elsewhere a folder outside of the root where documents may be published
   */
  Stage(Daemon daemon, Books books, Path elsewhere) {
    this.daemon = daemon;
    this.books = books;
    this.elsewhere = elsewhere;
  }

  Daemon daemon() {
    return daemon;
  }

  Path elsewhere() {
    return elsewhere;
  }

  /** The number of this play of the scene. */
  int play() {
    return plays;
  }

  /** A result of that workspace which no other play has. */
  String id(String workspace) {
    return workspace + "/k" + plays;
  }

  /** Another play begins: names that count are new ones. */
  void nextPlay() throws IOException {
    plays++;
    manifest = manifest();
    oldestSegment = oldestSegment();
  }

  /** How the requests ended since {@link #forgetStatuses}. */
  List<Integer> statuses() {
    return List.copyOf(statuses);
  }

  /** What is prepared is not part of what is observed. */
  void forgetStatuses() {
    statuses.clear();
  }

  /** Merges one entry, of about that many bytes; never twice the same value. */
  void merge(String doc, String entry, int bytes, String query) {
    String json = "\"" + System.nanoTime() + "x".repeat(bytes) + "\"";
    Request merge =
        Request.of("POST", "/v1/stats/" + doc + "/merge" + query)
            .json("{\"" + entry + "\":" + json + "}");
    books.set(doc, entry, json, ask(merge));
  }

  void remove(String doc) {
    books.removed(doc, ask(Request.of("DELETE", "/v1/stats/" + doc + "?ack=published")));
  }

  /** Sends a request and notes how it ended. */
  Ending ask(Request request) {
    try (Wire wire = Wire.to(daemon.socket())) {
      return note(wire.ask(request));
    } catch (IOException e) {
      statuses.add(0);
      return Ending.UNKNOWN;
    }
  }

  private Ending note(Reply reply) {
    statuses.add(reply.status());
    if (reply.status() / 100 == 2 || reply.text().contains("publish-failed")) {
      return Ending.DONE; // "durable, but not published"
    }
    return reply.status() == 500 ? Ending.UNKNOWN : Ending.UNDONE;
  }

  /** Asks for a build and is granted its lease, or not. */
  boolean lease(String id) {
    try {
      Wire wire = Wire.to(daemon.socket());
      streams.add(wire);
      wire.send(Request.build(id).json("{\"builder\":{\"pid\":1,\"host\":\"prover\"}}"));
      Reply head = wire.replyToHead();
      JsonNode event = head.status() == 200 ? wire.next() : null;
      if (event == null || !event.get("event").asString().equals("granted")) {
        int told = event == null ? head.status() : event.path("problem").path("status").asInt(0);
        statuses.add(told);
        return false;
      }
      staging = Path.of(event.get("staging").asString());
      token = event.get("token").asString();
      return true;
    } catch (IOException e) {
      statuses.add(0);
      return false;
    }
  }

  /** Asks for a lease, and still works on the last one. */
  void leaseBeside(String id) {
    Path stagingBefore = staging;
    String tokenBefore = token;
    lease(id);
    staging = stagingBefore;
    token = tokenBefore;
  }

  /** The staging of the last lease. */
  Path staging() {
    return staging;
  }

  /** Builds a file, or a folder with something left beside it, that holds the text. */
  void stageContent(String text, boolean asFolder) throws IOException {
    Path content = staging.resolve("content");
    if (asFolder) {
      Files.createDirectories(content.resolve("b"));
      Files.writeString(content.resolve("a"), text.substring(0, 1));
      Files.writeString(content.resolve("b/c"), text.substring(1));
      Files.createSymbolicLink(content.resolve("link"), Path.of("a"));
      Files.writeString(staging.resolve("scratch"), "left beside");
    } else {
      Files.writeString(content, text);
    }
  }

  void upload(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ask(Request.of("PUT", "/v1/leases/" + token + "/content").body(bytes));
  }

  void commit(String id, String text) {
    books.built(id, text, ask(Request.of("POST", "/v1/leases/" + token + "/commit")));
  }

  void fail() {
    ask(Request.of("POST", "/v1/leases/" + token + "/fail").json("{\"detail\":\"as planned\"}"));
  }

  void forget(String id) {
    books.dropped(id, ask(Request.of("DELETE", "/v1/workspaces/" + id)));
  }

  void evict(String name, String key) {
    String json = "{\"name\":\"" + name + "\",\"key\":\"" + key + "\"}";
    Ending ending = ask(Request.of("POST", "/v1/evictions").json(json));
    // It is removed behind the answer, and one that comes back does no harm.
    books.dropped(name + "/" + key, ending == Ending.DONE ? Ending.UNKNOWN : ending);
  }

  /**
   * Whether a checkpoint came in this play, and the journal was cut behind it. It may be one that
   * was due before the play's last write, and then that one's segment stays.
   */
  boolean hasCheckpoint() throws IOException {
    return !Arrays.equals(manifest, manifest()) && !oldestSegment.equals(oldestSegment());
  }

  private String oldestSegment() throws IOException {
    Path journal = daemon.root().resolve("state/journal");
    if (!Files.isDirectory(journal)) {
      return "";
    }
    try (Stream<Path> segments = Files.list(journal)) {
      return segments.map(Path::toString).min(Comparator.naturalOrder()).orElse("");
    }
  }

  private byte[] manifest() throws IOException {
    Path file = daemon.root().resolve("state/checkpoints/manifest");
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  @Override
  public void close() throws IOException {
    for (Wire stream : streams) {
      stream.close();
    }
  }
}
