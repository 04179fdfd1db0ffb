package dev.larder.prove.defences;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Patience;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What was changed on disk behind the daemon's back: one bit, where all around it stays right. */
final class DamageScenes {
  static final List<Scene> ALL =
      List.of(
          new Scene(
              "damage",
              "a checkpoint that was changed on disk is told, not served",
              DamageScenes::checkpoint),
          new Scene(
              "record",
              "a record of the journal that was changed on disk is told, not served",
              DamageScenes::record));

  /** So long that a checkpoint is due behind some of it; of any other letter it is JSON as well. */
  private static final String VALUE = "x".repeat(2000);

  private static final int RECORDS = 4;

  /** They fill a segment of the least length. */
  private static final int UNTIL_A_CHECKPOINT = 50;

  private DamageScenes() {}

  private static void checkpoint(Path root) throws Exception {
    try (Daemon daemon = Launch.on(root).with("--journal-segment", "64KiB").ready();
        Wire wire = Wire.to(daemon.socket())) {
      merge(wire, UNTIL_A_CHECKPOINT);
      Patience.until("a checkpoint")
          .until(() -> Files.exists(root.resolve("state/checkpoints/manifest")));
      daemon.stop();
    }
    isTold(root, largest(root.resolve("state/checkpoints")));
  }

  private static void record(Path root) throws Exception {
    try (Daemon daemon = Launch.on(root).ready();
        Wire wire = Wire.to(daemon.socket())) {
      merge(wire, RECORDS);
      daemon.kill();
    }
    isTold(root, largest(root.resolve("state/journal")));
  }

  /** Each in a batch of its own, as its answer tells. */
  private static void merge(Wire wire, int merges) throws IOException {
    for (int i = 0; i < merges; i++) {
      int status = wire.ask(Request.merge("d", "{\"e" + i + "\":\"" + VALUE + "\"}")).status();
      if (status / 100 != 2) {
        throw new IOException("merge " + i + " is answered with " + status);
      }
    }
  }

  /** Changes a bit of the first value in that file, and starts a daemon. */
  private static void isTold(Path root, Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[new String(bytes, ISO_8859_1).indexOf(VALUE) + VALUE.length() / 2] ^= 1;
    Files.write(file, bytes);
    try (Daemon daemon = Launch.on(root).start()) {
      Broken.unless(!daemon.awaitReady(), "it starts, and " + file + " was changed");
      Broken.unless(
          daemon.said().contains(file.getFileName().toString()),
          "it does not tell that " + file + " was changed: " + daemon.said());
    }
  }

  private static Path largest(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.max(Comparator.comparingLong(DamageScenes::bytes)).orElseThrow();
    }
  }

  private static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
