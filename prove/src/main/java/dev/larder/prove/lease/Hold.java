package dev.larder.prove.lease;

import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One lease that a guest holds, until whatever end was drawn for it. The guest's thread. */
final class Hold {
  private static final int MOST_PADDING = 20_000;
  private static final int LINGER_MS = 1_500;

  private final Guest guest;
  private final House house;
  private final History history;
  private final Random random;
  private final String id;
  private final long fence;
  private final String token;
  private final Path staging;
  private final @Nullable Long deadlineMs;

  Hold(
      Guest guest,
      House house,
      History history,
      Random random,
      String id,
      JsonNode granted,
      @Nullable Long deadlineMs) {
    this.guest = guest;
    this.house = house;
    this.history = history;
    this.random = random;
    this.id = id;
    this.fence = granted.get("fence").asLong();
    this.token = granted.get("token").asString();
    this.staging = Path.of(granted.get("staging").asString());
    this.deadlineMs = deadlineMs;
  }

  /** Builds, fails, dies or dawdles. */
  void to(Wire stream) throws IOException, InterruptedException {
    long before = house.restarts();
    try {
      if (deadlineMs != null && random.nextBoolean()) {
        overstay(stream);
        return;
      }
      switch (random.nextInt(8)) {
        case 0 -> fail(stream);
        case 1 -> closeAndCommitLate(stream);
        case 2 -> beReleased(stream);
        case 3, 4 -> dawdle(stream, before);
        default -> commit(stream);
      }
    } catch (IOException e) {
      house.awaitUp();
      lost(Cause.RESTART);
      throw e;
    }
  }

  private void commit(Wire stream) throws IOException, InterruptedException {
    stage();
    if (use(Event.Use.COMMIT, "commit", "") / 100 == 2) {
      lost(Cause.COMMIT);
    }
    awaitEnd(stream);
  }

  private void fail(Wire stream) throws IOException, InterruptedException {
    if (use(Event.Use.FAIL, "fail", "{\"detail\":\"fence " + fence + "\"}") / 100 == 2) {
      lost(Cause.FAILURE);
    }
    awaitEnd(stream);
  }

  /** Waits for the stream's end, after the deadline; what it commits then is too late. */
  private void overstay(Wire stream) throws IOException, InterruptedException {
    stage();
    awaitEnd(stream);
    use(Event.Use.COMMIT, "commit", "");
  }

  private void beReleased(Wire stream) throws IOException, InterruptedException {
    stage();
    house.release(id);
    awaitEnd(stream);
    use(Event.Use.COMMIT, "commit", "");
  }

  /** As if it were killed, but what it had sent on another connection comes late. */
  private void closeAndCommitLate(Wire stream) throws IOException, InterruptedException {
    stage();
    lost(Cause.CLOSED);
    stream.close();
    house.linger(random.nextInt(30));
    use(Event.Use.COMMIT, "commit", "");
  }

  /** Builds for long, tells of it, and is resumed, or not, if the daemon goes meanwhile. */
  private void dawdle(Wire stream, long before) throws IOException, InterruptedException {
    for (int step = 0; step < 3 && house.restarts() == before; step++) {
      use(Event.Use.PROGRESS, "progress", "{\"percent\":" + 30 * step + "}");
      house.linger(random.nextInt(LINGER_MS / 3));
      house.awaitUp();
    }
    if (house.restarts() == before) {
      commit(stream);
    } else if (random.nextInt(4) == 0) {
      lost(Cause.RESTART);
    } else {
      resume();
    }
  }

  private void resume() throws IOException, InterruptedException {
    long sinceNanos = System.nanoTime();
    try (Wire stream = house.connect()) {
      stream.send(Request.build(id).json("{\"resume\":\"" + token + "\"}"));
      Reply head = stream.replyToHead();
      JsonNode line =
          head.status() == 200 ? stream.next() : JsonMapper.shared().readTree(stream.bodyOf(head));
      long nowNanos = System.nanoTime();
      if (line.path("event").asString("").equals("granted")) {
        long now = line.get("fence").asLong();
        history.add(
            new Event.Granted(id, guest.name(), now, sinceNanos, nowNanos, deadlineMs, true));
        commit(stream);
      } else {
        history.add(new Event.NotResumed(id, fence, sinceNanos, nowNanos));
      }
    }
  }

  /** The stream's last line, which tells the result, a failure, or by what the lease was lost. */
  private void awaitEnd(Wire stream) throws IOException, InterruptedException {
    JsonNode line = stream.next();
    if (line.get("event").asString().equals("ready")) {
      guest.told(line, System.nanoTime(), false);
      return;
    }
    JsonNode problem = line.path("problem");
    String reason = problem.path("reason").asString("");
    switch (reason) {
      case "deadline" -> lost(Cause.DEADLINE);
      case "released" -> lost(Cause.RELEASED);
      default -> guest.failed(id, problem);
    }
  }

  /** Writes the content; nowhere, if the staging is gone with the lease. */
  private void stage() {
    byte[] content = Content.of(fence, guest.name(), random.nextInt(MOST_PADDING));
    try {
      Files.write(staging.resolve("content"), content);
    } catch (IOException e) {
      if (Files.isDirectory(staging)) {
        history.add(new Event.Broken(id, "staging is not to be written: " + e, System.nanoTime()));
      }
    }
  }

  private void lost(Cause cause) {
    history.add(new Event.Lost(id, fence, cause, System.nanoTime()));
  }

  /** Sends the token, and writes down what came of it. */
  private int use(Event.Use use, String path, String json) throws IOException {
    Request request = Request.of("POST", "/v1/leases/" + token + "/" + path);
    long sinceNanos = System.nanoTime();
    int status = Event.NO_ANSWER;
    String digest = null;
    try (Wire wire = house.connect()) {
      Reply reply = wire.ask(use == Event.Use.COMMIT ? request : request.json(json));
      // 503: it is about to end, and did nothing; later it may be asked again.
      status = reply.status() == 503 ? Event.NO_ANSWER : reply.status();
      if (status == 200) {
        digest = reply.json().get("digest").asString();
      }
      return status;
    } finally {
      history.add(new Event.Used(id, fence, use, sinceNanos, System.nanoTime(), status, digest));
    }
  }
}
