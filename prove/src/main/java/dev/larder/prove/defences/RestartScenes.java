package dev.larder.prove.defences;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a daemon knows of the one before it. */
final class RestartScenes {
  static final List<Scene> ALL =
      List.of(
          new Scene(
              "restarts",
              "what was answered is there after each of several kills",
              RestartScenes::restarts),
          new Scene(
              "checkpoints",
              "checkpoint and journal together hold every write and every key",
              RestartScenes::checkpoints));

  private static final int LIVES = 3;

  /** More of them: what is written while a checkpoint is has to meet it. */
  private static final int CHECKPOINTED_LIVES = 12;

  /** Of one life: hundreds of segments, each of which makes a checkpoint due. */
  private static final int MOST_MERGES = 20_000;

  private static final int MERGES_OF_A_LIFE = 5;

  /** Some of them fill a segment of the least length, which makes a checkpoint due. */
  private static final String VALUE = "x".repeat(2000);

  /**
   * Entries, and requests on their way at once, so that the journal grows while a checkpoint is
   * written.
   */
  private static final int PIPELINED = 50;

  private RestartScenes() {}

  /** Each daemon finds what all before it had answered, however often they are killed. */
  private static void restarts(Path root) throws Exception {
    long version = 0;
    for (int life = 0; life <= LIVES; life++) {
      try (Daemon daemon = Broken.unlessReady(Launch.on(root));
          Wire wire = Wire.to(daemon.socket())) {
        Broken.unless(
            life == 0 || wire.ask(Request.get("/v1/stats/d")).version() == version,
            "version " + version + " was answered, and is not there after a kill");
        for (int i = 0; i < MERGES_OF_A_LIFE; i++) {
          version = wire.ask(Request.merge("d", "{\"" + version + "\":0}")).version();
        }
        daemon.kill();
      }
    }
  }

  /**
   * Checkpoint and journal together hold every entry and every key, wherever between them the kill
   * comes.
   */
  private static void checkpoints(Path root) throws Exception {
    Launch launch = Launch.on(root).with("--journal-segment", "64KiB");
    int sent = 0;
    for (int life = 0; life <= CHECKPOINTED_LIVES; life++) {
      try (Daemon daemon = Broken.unlessReady(launch);
          Wire wire = Wire.to(daemon.socket())) {
        checkAll(wire, sent);
        byte[] before = manifest(root);
        for (int until = sent + MOST_MERGES; Arrays.equals(before, manifest(root)); ) {
          Broken.unless(sent < until, "there is no checkpoint after many segments");
          pipeline(wire, sent);
          sent += PIPELINED;
        }
        // One more, so that the segments are gone that the checkpoint has made superfluous.
        pipeline(wire, sent);
        sent += PIPELINED;
        daemon.kill();
      }
    }
  }

  private static void checkAll(Wire wire, int sent) throws Exception {
    if (sent == 0) {
      return;
    }
    Reply document = wire.ask(Request.get("/v1/stats/d")).has(200);
    Broken.unless(document.version() == sent, "of " + sent + " merges " + document.version());
    for (int i = sent - PIPELINED; i < sent; i++) {
      JsonNode found = document.json().get(entry(i));
      Broken.unless(
          found != null && found.asString().equals(value(i)), "merge " + i + " is not there");
    }
    for (int i = 0; i < sent; i += PIPELINED) {
      pipeline(wire, i);
    }
  }

  /** Sends merges that have their keys: each gets its version, the first time and again. */
  private static void pipeline(Wire wire, int from) throws IOException, Broken {
    for (int i = from; i < from + PIPELINED; i++) {
      wire.send(Request.merge("d", "{\"%s\":\"%s\"}".formatted(entry(i), value(i))).once("k" + i));
    }
    for (int i = from; i < from + PIPELINED; i++) {
      Reply reply = wire.reply();
      Broken.unless(
          reply.version() == i + 1, "merge " + i + " gets " + reply.status() + " " + reply.text());
    }
  }

  private static String entry(int i) {
    return "e" + i % PIPELINED;
  }

  private static String value(int i) {
    return i + VALUE;
  }

  /** Of the newest checkpoint; empty where there is none. */
  private static byte[] manifest(Path root) throws IOException {
    Path file = root.resolve("state/checkpoints/manifest");
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }
}
