package dev.larder.prove.power;

import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** A client that builds results: files, folders and uploads, and forgets some. One thread. */
final class Builder {
  private final Line.Switchboard switchboard;
  private final Line line;
  private final Random random;
  private final String name;
  private final List<Build> done = new ArrayList<>();
  private final Map<Path, Tree> foreign = new HashMap<>();

  Builder(Line.Switchboard switchboard, Line line, Random random, String name) {
    this.switchboard = switchboard;
    this.line = line;
    this.random = random;
    this.name = name;
  }

  List<Build> done() {
    return done;
  }

  /** What this builder wrote itself, by where; the daemon's trace does not know. */
  Map<Path, Tree> foreign() {
    return foreign;
  }

  /** So many builds, one after the other. */
  void build(int builds) throws IOException {
    for (int i = 0; i < builds; i++) {
      try (Line stream = switchboard.connect()) {
        one("ws" + random.nextInt(2) + "/" + name + "-" + i, stream);
      }
    }
  }

  private void one(String id, Line stream) throws IOException {
    Wire wire = stream.open(Request.build(id).json("{}"));
    JsonNode granted = wire.next("granted");
    String lease = "/v1/leases/" + granted.get("token").asString();
    Path content = Path.of(granted.get("staging").asString()).resolve("content");
    int dice = random.nextInt(10);
    if (dice == 0) {
      return; // the end of the stream gives the lease back
    }
    Tree tree = dice < 5 ? file() : folder();
    if (dice < 3) {
      line.ask(
              Request.of("PUT", lease + "/content")
                  .with("Content-Type: application/octet-stream")
                  .body(bytesOf(tree)))
          .has(204);
    } else {
      tree.writeTo(content);
      foreign.put(content, tree);
    }
    if (dice == 4) {
      line.ask(Request.of("POST", lease + "/fail").json("{\"detail\":\"it did not work\"}"))
          .has(204);
      return;
    }
    Line.Place committed = line.next();
    String digest =
        line.ask(Request.of("POST", lease + "/commit")).has(200).json().get("digest").asString();
    wire.next("ready");
    Line.Place forgotten = null;
    if (random.nextInt(4) == 0) {
      forgotten = forget(id);
    }
    done.add(new Build(id, tree, digest, committed, forgotten));
  }

  private Line.Place forget(String id) throws IOException {
    Line.Place place = line.next();
    // By force, since the stream that is still open pins it.
    line.ask(Request.of("DELETE", "/v1/workspaces/" + id + "?force=true")).has(204);
    return place;
  }

  private static byte[] bytesOf(Tree tree) {
    byte[] bytes = tree.bytes("");
    return bytes == null ? new byte[0] : bytes;
  }

  private Tree file() {
    return new Tree().put("", new Tree.File(bytes(), 0644));
  }

  private Tree folder() {
    return new Tree()
        .put("", new Tree.Folder(0755))
        .put("link", new Tree.Link("sub/data"))
        .put("sub", new Tree.Folder(0755))
        .put("sub/data", new Tree.File(bytes(), 0644))
        .put("top", new Tree.File(bytes(), 0600));
  }

  private byte[] bytes() {
    byte[] bytes = new byte[1 + random.nextInt(20_000)];
    random.nextBytes(bytes);
    return bytes;
  }
}
