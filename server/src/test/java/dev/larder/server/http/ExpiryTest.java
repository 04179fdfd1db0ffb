package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Entries that go by the settings of their document. */
@Timeout(120)
@SuppressWarnings("try") // waiting for a daemon may be interrupted
class ExpiryTest {
  @Test
  void anEntryGoesWhenItWasNotWrittenForLongEnough() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started()) {
      daemon.ask(settings("{\"expire_entries_after\": \"1s\"}")).has(201);
      daemon.ask(Call.merge("d", "{\"a\": 1, \"b\": 2}")).has(200);

      await().until(() -> text(daemon), "{}"::equals);

      Path file = daemon.root().resolve("stats/d.json");
      await().untilAsserted(() -> assertThat(file).hasContent("{}"));
      String version = daemon.ask(Call.get("/v1/stats/d")).header("ETag");
      assertThat(version).isEqualTo("\"3\"");
      daemon.killAndStartAgain();
      assertThat(daemon.ask(Call.get("/v1/stats/d")).header("ETag")).isEqualTo(version);
      assertThat(text(daemon)).isEqualTo("{}");
    }
  }

  @Test
  void ofTooManyEntriesTheOldestGoWhateverHappensToTheDaemon() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--journal-segment", "64KiB")) {
      for (String entry : new String[] {"a", "b", "c", "d", "a"}) {
        daemon.ask(Call.merge("d", "{\"" + entry + "\": 1}"));
        letTimePass();
      }
      daemon.killAndStartAgain(); // the ages come from the journal
      daemon.ask(settings("{\"max_entries\": 3}")).has(200);
      await().until(() -> text(daemon), "{\"a\": 1, \"c\": 1, \"d\": 1}"::equals);

      checkpoint(daemon);
      daemon.killAndStartAgain(); // and from the checkpoint
      daemon.ask(Call.merge("d", "{\"e\": 1}")).has(200);
      await().until(() -> text(daemon), "{\"a\": 1, \"d\": 1, \"e\": 1}"::equals);
    }
  }

  @Test
  void settingsThatKeepNothingOrForNoTimeAreRefused() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started()) {
      daemon.ask(settings("{\"max_entries\": 0}")).problem(ProblemKind.BAD_SETTINGS);
      daemon
          .ask(settings("{\"expire_entries_after\": \"soon\"}"))
          .problem(ProblemKind.BAD_SETTINGS);
    }
  }

  /** Until a write is later than the last one, to the millisecond. */
  private static void letTimePass() {
    long startedMs = System.currentTimeMillis();
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> System.currentTimeMillis() > startedMs + 2);
  }

  private static void checkpoint(LiveDaemon daemon) {
    Path checkpoints = daemon.root().resolve("state/checkpoints");
    String large = "{\"large\": \"" + "x".repeat(100_000) + "\"}";
    await()
        .until(
            () -> {
              daemon.ask(Call.put("/v1/stats/large", large));
              try (var files = Files.list(checkpoints)) {
                return files.findAny().isPresent();
              }
            });
  }

  private static String text(LiveDaemon daemon) throws IOException {
    return daemon.ask(Call.get("/v1/stats/d")).text();
  }

  private static Call settings(String json) {
    return Call.put("/v1/stats/d/settings", json);
  }
}
