package dev.larder.prove.lease;

import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client with sockets of its own, which asks for one thing after the other. Its own thread. */
final class Guest implements Callable<Void> {
  private static final int FORGETS = 5;
  private static final int RELEASES = 1;
  private static final int ALL = 24;
  private static final int MOST_DEADLINE_MS = 300;

  private final String name;
  private final House house;
  private final History history;
  private final Random random;

  Guest(String name, House house, History history, Random random) {
    this.name = name;
    this.house = house;
    this.history = history;
    this.random = random;
  }

  @Override
  public @Nullable Void call() throws InterruptedException {
    while (!house.isClosing()) {
      try {
        visit(house.id(random));
      } catch (IOException e) {
        // The daemon went: what was lost by it is written down where it was lost.
        house.awaitUp();
      }
    }
    return null;
  }

  private void visit(String id) throws IOException, InterruptedException {
    int what = random.nextInt(ALL);
    if (what < FORGETS) {
      house.forget(id, random.nextInt(4) == 0);
    } else if (what < FORGETS + RELEASES) {
      house.release(id);
    } else {
      Long deadlineMs = random.nextInt(3) == 0 ? 1L + random.nextInt(MOST_DEADLINE_MS) : null;
      ask(id, deadlineMs, random.nextInt(4) == 0);
    }
  }

  private void ask(String id, @Nullable Long deadlineMs, boolean pin)
      throws IOException, InterruptedException {
    String stale = random.nextInt(8) == 0 ? "?stale=allow" : "";
    Request request = Request.of("POST", "/v1/workspaces/" + id + "/build" + stale);
    String deadline = deadlineMs == null ? "" : ",\"deadline_ms\":" + deadlineMs;
    long sinceNanos = System.nanoTime();
    try (Wire wire = house.connect()) {
      wire.send(request.json("{\"pin\":" + pin + deadline + "}"));
      Reply head = wire.replyToHead();
      if (head.status() != 200) {
        failed(id, JsonMapper.shared().readTree(wire.bodyOf(head)));
        return;
      }
      while (true) {
        JsonNode line = wire.next();
        long nowNanos = System.nanoTime();
        switch (line.get("event").asString()) {
          case "waiting" -> {
            if (random.nextInt(12) == 0 && !house.isClosing()) {
              return; // tired of it; comes back later
            }
          }
          case "granted" -> {
            long fence = line.get("fence").asLong();
            history.add(
                new Event.Granted(id, name, fence, sinceNanos, nowNanos, deadlineMs, false));
            new Hold(this, house, history, random, id, line, deadlineMs).to(wire);
            return;
          }
          case "ready" -> {
            told(line, sinceNanos, pin);
            return;
          }
          default -> {
            failed(id, line.get("problem"));
            return;
          }
        }
      }
    }
  }

  /** Reads what it was told of; with a pin once more, a little later. */
  void told(JsonNode line, long sinceNanos, boolean pinned) throws InterruptedException {
    String[] url = line.get("content").asString().split("/", -1);
    String id = url[3] + "/" + url[4];
    Path path = Path.of(line.get("path").asString());
    String digest = line.get("digest").asString();
    long untilNanos = System.nanoTime();
    Content content = Content.at(path);
    long readNanos = System.nanoTime();
    history.add(
        new Event.Told(
            id,
            name,
            sinceNanos,
            untilNanos,
            content.fence(),
            digest,
            content.digest(),
            readNanos));
    long before = house.restarts();
    if (pinned) {
      house.linger(random.nextInt(20));
      Content again = Content.at(path);
      long againNanos = System.nanoTime();
      if (house.isStill(before)) { // with the daemon, the pin would have gone
        history.add(
            new Event.Told(
                id,
                name,
                sinceNanos,
                untilNanos,
                again.fence(),
                digest,
                again.digest(),
                againNanos));
      }
    }
  }

  /** A failure that its builder reported, or one of the daemon's own. */
  void failed(String id, JsonNode problem) throws IOException {
    String type = problem.get("type").asString();
    String detail = problem.path("detail").asString("");
    if (type.endsWith(":build-failed")) {
      String fence = detail.replaceFirst("(?s).*fence ([0-9]+).*", "$1");
      if (fence.matches("[0-9]{1,18}")) {
        history.add(new Event.Refused(id, Long.parseLong(fence), System.nanoTime()));
      } // else a command's, which names only its exit code
    } else if (type.endsWith(":stopping")) {
      throw new IOException("The daemon is about to end");
    } else if (!type.endsWith(":lease-lost")) {
      history.add(
          new Event.Broken(id, "a build request was answered: " + problem, System.nanoTime()));
    }
  }

  String name() {
    return name;
  }
}
