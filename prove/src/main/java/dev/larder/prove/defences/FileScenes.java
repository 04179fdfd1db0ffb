package dev.larder.prove.defences;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.json.JsonMapper;

/** Who may write what, and what others see of it. */
final class FileScenes {
  static final List<Scene> ALL =
      List.of(
          new Scene(
              "conditions",
              "a write that asks for another version is refused",
              FileScenes::conditions),
          new Scene("lock", "no two daemons own one root", FileScenes::lock),
          new Scene(
              "reader", "whoever opens a published file finds a whole one", FileScenes::reader),
          new Scene(
              "clean-stop",
              "a clean stop publishes what was answered last",
              FileScenes::cleanStop));

  private static final int READ_EDITIONS = 10;

  /** Long enough that writing it takes some milliseconds, and a reader looks every few micros. */
  private static final String LONG_VALUE = "x".repeat(20 << 20);

  private FileScenes() {}

  /** A write that asks for another version than there is changes nothing. */
  private static void conditions(Path root) throws Exception {
    try (Daemon daemon = Launch.on(root).ready();
        Wire wire = Wire.to(daemon.socket())) {
      wire.ask(Request.merge("d", "{\"a\":1}")).has(201);
      wire.ask(Request.merge("d", "{\"a\":2}")).has(200);
      for (String condition : List.of("If-Match: \"1\"", "If-None-Match: *")) {
        Request put = Request.of("PUT", "/v1/stats/d").with(condition).json("{\"a\":3}");
        int status = wire.ask(put).status();
        Broken.unless(status == 412, condition + " at version 2 is answered with " + status);
      }
      Broken.unless(
          wire.ask(Request.get("/v1/stats/d")).version() == 2, "a refused write was done");
    }
  }

  /** No second daemon starts on a root, even where the first one's socket is gone. */
  private static void lock(Path root) throws Exception {
    try (Daemon first = Launch.on(root).ready()) {
      Files.deleteIfExists(first.socket());
      try (Daemon second = Launch.on(root).start()) {
        Broken.unless(!second.awaitReady(), "two daemons own one root");
      }
      Broken.unless(first.isAlive(), "a second daemon's start ended the first");
    }
  }

  /** Whoever opens a published file finds a whole one. */
  private static void reader(Path root) throws Exception {
    try (Daemon daemon = Launch.on(root).ready();
        Wire wire = Wire.to(daemon.socket())) {
      publish(wire, LONG_VALUE);
      Path file = root.resolve("stats/d.json");
      long leastBytes = Files.size(file);
      AtomicBoolean ends = new AtomicBoolean();
      CompletableFuture<Boolean> whole =
          CompletableFuture.supplyAsync(() -> isAlwaysWhole(file, leastBytes, ends));
      try {
        for (int i = 0; i < READ_EDITIONS; i++) {
          publish(wire, String.valueOf(i));
        }
      } finally {
        ends.set(true);
      }
      Broken.unless(whole.join(), "a reader found a part of " + file.getFileName());
    }
  }

  private static void publish(Wire wire, String value) throws IOException {
    String merge = "{\"n%d\":\"%s\"}".formatted(value.length(), value);
    Request request = Request.of("POST", "/v1/stats/d/merge?ack=published").json(merge);
    int status = wire.ask(request).status();
    if (status > 201) {
      throw new IOException("not published: " + status);
    }
  }

  private static boolean isAlwaysWhole(Path file, long leastBytes, AtomicBoolean ends) {
    try {
      while (!ends.get()) {
        if (Files.size(file) < leastBytes) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false; // it was not there
    }
  }

  /** After SIGTERM the published file holds what was answered last. */
  private static void cleanStop(Path root) throws Exception {
    // A delay that would outlast the test: what is published now is published by the stop.
    try (Daemon daemon = Launch.on(root).with("--publish-delay", "10m").ready();
        Wire wire = Wire.to(daemon.socket())) {
      wire.ask(Request.merge("d", "{\"a\":1}")).has(201);
      wire.ask(Request.merge("d", "{\"a\":2}")).has(200);
      Broken.unless(daemon.stop() == 0, "a clean stop fails: " + daemon.said());
    }
    Path file = root.resolve("stats/d.json");
    Broken.unless(
        Files.exists(file)
            && JsonMapper.shared().readTree(Files.readString(file)).get("a").asInt() == 2,
        "a clean stop leaves the published file behind");
  }
}
