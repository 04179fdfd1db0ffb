package dev.larder.prove.defences;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Patience;
import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Who may build, and what becomes of it. */
final class LeaseScenes {
  static final List<Scene> ALL =
      List.of(
          new Scene(
              "hand-over",
              "one builds, and the next builds when that one dies",
              LeaseScenes::handOver),
          new Scene(
              "fence", "who lost a lease commits nothing, and fences rise", LeaseScenes::fence),
          new Scene(
              "grace", "after a restart the builder comes back to its lease", LeaseScenes::grace),
          new Scene("pins", "what a stream holds is not evicted", LeaseScenes::pins));

  /** Two of them fit into the store of {@link #pins}, a third does not. */
  private static final int RESULT_BYTES = 40_000;

  private LeaseScenes() {}

  /** While one builds the next waits, and builds when the first one's connection closes. */
  private static void handOver(Path root) throws Exception {
    try (Daemon daemon = Launch.on(root).ready();
        Wire next = Wire.to(daemon.socket())) {
      try (Wire first = Wire.to(daemon.socket())) {
        granted(first.open(Request.build("w/k")));
        expect("waiting", next.open(Request.build("w/k")));
      }
      granted(next);
    }
  }

  /** A builder whose lease was taken away commits nothing, and fences rise, also by a restart. */
  private static void fence(Path root) throws Exception {
    long fence;
    try (Daemon daemon = Launch.on(root).ready();
        Wire late = Wire.to(daemon.socket());
        Wire next = Wire.to(daemon.socket());
        Wire calls = Wire.to(daemon.socket())) {
      JsonNode old = granted(late.open(Request.build("w/k")));
      next.open(Request.build("w/k"));
      calls.ask(Request.of("DELETE", "/v1/workspaces/w/k/lease")).has(200);
      JsonNode own = granted(next);
      fence = own.get("fence").asLong();
      Broken.unless(old.get("fence").asLong() < fence, "a later lease has no higher fence");
      stage(own, "half of it");
      int status = Broken.unlessSoon("a late commit's answer", () -> commit(calls, old)).status();
      Broken.unless(status == 409, "a builder without a lease commits: " + status);
      daemon.kill();
    }
    try (Daemon daemon = Launch.on(root).ready();
        Wire another = Wire.to(daemon.socket())) {
      Request request = Request.build("w/another");
      JsonNode grant = granted(Broken.unlessSoon("a stream", () -> another.open(request)));
      Broken.unless(grant.get("fence").asLong() > fence, "after a restart a fence is given again");
    }
  }

  /** After a restart the builder comes back with its token, and nobody else was let in. */
  private static void grace(Path root) throws Exception {
    Launch launch = Launch.on(root).with("--lease-grace", "5m");
    JsonNode lease;
    try (Daemon daemon = launch.ready();
        Wire before = Wire.to(daemon.socket())) {
      lease = granted(before.open(Request.build("w/k")));
      daemon.kill();
    }
    try (Daemon daemon = launch.ready();
        Wire other = Wire.to(daemon.socket());
        Wire after = Wire.to(daemon.socket());
        Wire calls = Wire.to(daemon.socket())) {
      expect("waiting", other.open(Request.build("w/k")));
      String resume = "{\"resume\":\"%s\"}".formatted(lease.get("token").asString());
      int resumed = after.send(Request.build("w/k").json(resume)).replyToHead().status();
      Broken.unless(resumed == 200, "who comes back to a lease is answered with " + resumed);
      granted(after);
      stage(lease, "whole");
      int status = commit(calls, lease).status();
      Broken.unless(status == 200, "a commit after a restart is answered with " + status);
      Broken.unlessSoon("a waiter's 'ready'", () -> other.next("ready"));
    }
  }

  /** A result that somebody's stream has named stays, though it was built before all others. */
  private static void pins(Path root) throws Exception {
    try (Daemon daemon = Launch.on(root).with("--max-store", "100000").ready();
        Wire calls = Wire.to(daemon.socket());
        Wire holder = Wire.to(daemon.socket())) {
      build(daemon, calls, "w/held");
      expect("ready", holder.open(Request.build("w/held").json("{\"pin\":true}")));
      build(daemon, calls, "w/free");
      build(daemon, calls, "w/more");
      Patience.until("something is evicted")
          .until(() -> !isThere(calls, "w/held") || !isThere(calls, "w/free"));
      Broken.unless(isThere(calls, "w/held"), "a result is evicted that a stream holds");
    }
  }

  private static boolean isThere(Wire calls, String id) throws IOException {
    Reply reply = calls.ask(Request.of("HEAD", "/v1/workspaces/" + id + "/content"));
    return reply.status() == 200;
  }

  private static void build(Daemon daemon, Wire calls, String id) throws Exception {
    try (Wire builder = Wire.to(daemon.socket())) {
      JsonNode lease = granted(builder.open(Request.build(id)));
      stage(lease, "x".repeat(RESULT_BYTES));
      commit(calls, lease).has(200);
    }
  }

  private static JsonNode granted(Wire stream) throws Exception {
    JsonNode line = Broken.unlessSoon("a grant", () -> afterWaiting(stream));
    Broken.unless(line.get("event").asString().equals("granted"), "not granted, but " + line);
    return line;
  }

  private static JsonNode afterWaiting(Wire stream) throws IOException {
    JsonNode line = stream.next();
    while (line.get("event").asString().equals("waiting")) {
      line = stream.next();
    }
    return line;
  }

  private static void expect(String event, Wire stream) throws Exception {
    JsonNode line = Broken.unlessSoon(event, stream::next);
    Broken.unless(line.get("event").asString().equals(event), "not " + event + ", but " + line);
  }

  private static void stage(JsonNode lease, String content) throws IOException {
    Files.writeString(Path.of(lease.get("staging").asString(), "content"), content);
  }

  private static Reply commit(Wire calls, JsonNode lease) throws IOException {
    String token = lease.get("token").asString();
    return calls.ask(Request.of("POST", "/v1/leases/" + token + "/commit"));
  }
}
