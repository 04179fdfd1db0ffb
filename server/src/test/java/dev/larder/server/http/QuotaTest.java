package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Settings of the store, and what they do by themselves. */
@Timeout(120)
@SuppressWarnings("try") // closing a daemon may be interrupted
class QuotaTest {
  private static void build(LiveDaemon daemon, String id, int bytes) throws IOException {
    try (Building building = Building.begin(daemon, id)) {
      daemon.ask(building.send("").body(new byte[bytes])).has(204);
      daemon.ask(building.commit()).has(200);
    }
  }

  private static int status(LiveDaemon daemon, String id) throws IOException {
    return daemon.ask(Call.get("/v1/workspaces/" + id)).status();
  }

  @Test
  void theLeastRecentlyUsedGoWhenAllTakeTooMuch() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--max-store", "1000")) {
      build(daemon, "q/a", 400);
      build(daemon, "q/b", 400);
      daemon.ask(Call.build("q/a")).has(200);

      build(daemon, "q/c", 400);

      await().until(() -> status(daemon, "q/b") == 404);
      assertThat(status(daemon, "q/a")).isEqualTo(200);
      assertThat(status(daemon, "q/c")).isEqualTo(200);
      assertThat(Scrape.of(daemon).value("larder_evictions_total{reason=\"bytes\"}")).isEqualTo(1);
      var told = daemon.ask(Call.get("/v1/status")).json().get("workspaces");
      assertThat(told.get("bytes").asInt()).isEqualTo(800);
      assertThat(told.get("max_bytes").asInt()).isEqualTo(1000);
    }
  }

  @Test
  void orderOfUseIsThatOfTheDiskAfterARestart() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--max-store", "1000")) {
      build(daemon, "q/a", 400);
      build(daemon, "q/b", 400);
      daemon.kill();
      touch(daemon.root(), "b", Instant.parse("2001-01-01T00:00:00Z"));
      daemon.start();

      build(daemon, "q/c", 400);

      await().until(() -> status(daemon, "q/b") == 404);
      assertThat(status(daemon, "q/a")).isEqualTo(200);
    }
  }

  private static void touch(Path root, String key, Instant when) throws IOException {
    Path meta = root.resolve("workspaces/q/" + key + "/meta.json");
    Files.setLastModifiedTime(meta, FileTime.from(when));
  }

  @Test
  void whatNobodyUsesForTooLongGoes() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--max-result-age", "30d")) {
      build(daemon, "q/old", 10);
      build(daemon, "q/new", 10);
      build(daemon, "q/kept", 10);
      daemon.ask(Call.put("/v1/workspaces/q/kept/pins/a", "{}")).has(200);
      daemon.kill();
      touch(daemon.root(), "old", Instant.now().minusSeconds(31 * 86_400));
      touch(daemon.root(), "kept", Instant.now().minusSeconds(31 * 86_400));
      touch(daemon.root(), "new", Instant.now().minusSeconds(29 * 86_400));
      daemon.start();

      await().until(() -> status(daemon, "q/old") == 404);

      assertThat(status(daemon, "q/new")).isEqualTo(200);
      assertThat(status(daemon, "q/kept")).isEqualTo(200);
    }
  }

  @Test
  void resultThatFitsIntoNoStoreIsRefusedAndTheLeaseIsKept() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--max-store", "1000");
        Building building = Building.begin(daemon, "q/large")) {
      daemon.ask(building.send("").body(new byte[1001])).has(204);
      assertThat(daemon.ask(building.commit()).problem(ProblemKind.TOO_LARGE).get("limit").asInt())
          .isEqualTo(1000);
      daemon.ask(building.send("").body(new byte[1000])).has(204);
      daemon.ask(building.commit()).has(200);
    }
  }

  @Test
  void resultsGoWhenTheDiskHasLessLeftThanItShall() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--min-free", "1000000GiB")) {
      build(daemon, "q/a", 10);

      await().until(() -> status(daemon, "q/a") == 404);

      assertThat(Scrape.of(daemon).value("larder_evictions_total{reason=\"space\"}")).isEqualTo(1);
    }
  }
}
