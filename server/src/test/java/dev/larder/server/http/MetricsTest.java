package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the metrics mean, each shown by what changes it. */
@Timeout(60)
@SuppressWarnings("try") // closing a stream early is what is tested
class MetricsTest {
  private static final int WAITERS = 9;

  private LiveDaemon daemon;

  @BeforeEach
  void start() throws Exception {
    daemon = LiveDaemon.started("--publish-delay", "1ms");
  }

  @AfterEach
  void stop() throws Exception {
    daemon.close();
  }

  @Test
  void writesAreCountedByKindAndByTheForcesThatTheyShare() throws IOException {
    daemon.ask(Call.merge("a", "{\"x\":1}")).has(201);
    daemon.ask(Call.merge("a", "{\"y\":2}")).has(200);
    daemon.ask(Call.patch("a", "{\"x\":null}")).has(200);
    daemon.ask(Call.put("/v1/stats/b", "{}")).has(201);
    daemon.ask(Call.put("/v1/stats/b/settings", "{\"indent\":2}")).has(200);
    daemon.ask(Call.delete("/v1/stats/b")).has(200);
    daemon.ask(Call.merge("a", "[]")).problem(ProblemKind.NOT_AN_OBJECT);

    Scrape scrape = Scrape.of(daemon);

    Map<String, Double> expected =
        Map.of("merge", 2.0, "patch", 1.0, "put", 1.0, "settings", 1.0, "delete", 1.0);
    expected.forEach(
        (kind, count) ->
            assertThat(scrape.value("larder_writes_total{kind=\"" + kind + "\"}"))
                .as(kind)
                .isEqualTo(count));
    // One after the other: each had a force of its own.
    assertThat(scrape.value("larder_batch_writes_sum")).isEqualTo(6);
    assertThat(scrape.value("larder_batch_writes_count")).isEqualTo(6);
    assertThat(scrape.value("larder_force_duration_seconds_count")).isEqualTo(6);
    assertThat(scrape.value("larder_force_duration_seconds_sum")).isPositive();
    assertThat(scrape.value("larder_documents")).isEqualTo(1);
    assertThat(scrape.value("larder_entries")).isEqualTo(1);
    assertThat(scrape.value("larder_document_bytes")).isEqualTo("{\"y\": 2}".length());
    double written = scrape.value("larder_journal_written_bytes_total");
    assertThat(written).isPositive().isLessThan(scrape.value("larder_journal_bytes"));
    assertThat(scrape.value("larder_journal_replay_bytes")).isPositive().isLessThan(written);
  }

  @Test
  void requestsAreCountedByStatusAndRefusalsByProblem() throws IOException {
    daemon.ask(Call.merge("a", "{\"x\":1}")).has(201);
    daemon.ask(Call.get("/v1/stats/none")).problem(ProblemKind.NOT_FOUND);
    daemon.ask(Call.get("/v1/stats/.a")).problem(ProblemKind.BAD_NAME);
    daemon.ask(Call.get("/v1/stats/.b")).problem(ProblemKind.BAD_NAME);
    daemon.ask(Call.get("/v1/stats/a").with("If-None-Match: \"1\"")).has(304);

    Scrape scrape = Scrape.of(daemon);

    assertThat(scrape.value("larder_http_requests_total{status=\"2xx\"}")).isEqualTo(1);
    assertThat(scrape.value("larder_http_requests_total{status=\"3xx\"}")).isEqualTo(1);
    assertThat(scrape.value("larder_http_requests_total{status=\"4xx\"}")).isEqualTo(3);
    assertThat(scrape.value("larder_http_requests_total{status=\"5xx\"}")).isZero();
    assertThat(scrape.value("larder_http_refused_total{problem=\"bad-name\"}")).isEqualTo(2);
    assertThat(scrape.value("larder_http_refused_total{problem=\"not-found\"}")).isEqualTo(1);
    assertThat(scrape.values().keySet().stream().filter(name -> name.contains("{problem=")))
        .hasSize(ProblemKind.values().length);
    assertThat(scrape.value("larder_http_received_bytes_total")).isEqualTo("{\"x\":1}".length());
    assertThat(scrape.value("larder_http_connections")).isEqualTo(1); // its own
  }

  @Test
  void tenAskForOneBuildAndNineOfThemShareIt() throws IOException {
    List<Wire> waiters = new ArrayList<>();
    try (Building building = Building.begin(daemon, "w/k")) {
      for (int i = 0; i < WAITERS; i++) {
        waiters.add(daemon.connect().open(Call.build("w/k")));
      }
      await().until(() -> Scrape.of(daemon).value("larder_waiters") == WAITERS);
      assertThat(Scrape.of(daemon).value("larder_leases")).isEqualTo(1);
      await().until(() -> Scrape.of(daemon).value("larder_oldest_lease_seconds") > 0.05);
      daemon.ask(building.stage("result").commit()).has(200);
      for (Wire waiter : waiters) {
        waiter.next("ready");
      }
      building.stream().next("ready");
    } finally {
      for (Wire waiter : waiters) {
        waiter.close();
      }
    }

    Scrape shared = Scrape.of(daemon);

    assertThat(shared.value("larder_builds_started_total")).isEqualTo(1);
    assertThat(shared.value("larder_builds_committed_total")).isEqualTo(1);
    assertThat(shared.value("larder_builds_shared_total{by=\"waiting\"}")).isEqualTo(WAITERS);
    assertThat(shared.value("larder_builds_shared_total{by=\"finding\"}")).isZero();
    double buildS = buildSeconds("w/k");
    assertThat(buildS).isGreaterThan(0.05);
    assertThat(shared.value("larder_builds_saved_seconds_total"))
        .isEqualTo(Math.round(WAITERS * buildS * 1000) / 1000.0);
    assertThat(shared.value("larder_leases")).isZero();
    assertThat(shared.value("larder_waiters")).isZero();
    assertThat(shared.value("larder_results")).isEqualTo(1);
    assertThat(shared.value("larder_result_bytes")).isEqualTo("result".length());

    daemon.ask(Call.build("w/k")).has(200);

    Scrape found = Scrape.of(daemon);
    assertThat(found.value("larder_builds_shared_total{by=\"finding\"}")).isEqualTo(1);
    assertThat(found.value("larder_builds_saved_seconds_total"))
        .isEqualTo(Math.round((WAITERS + 1) * buildS * 1000) / 1000.0);
    assertThat(found.value("larder_builds_started_total")).isEqualTo(1);
  }

  private double buildSeconds(String id) throws IOException {
    return daemon.ask(Call.get("/v1/workspaces/" + id)).json().get("build_ms").asLong() / 1000.0;
  }

  @Test
  void aBuilderThatLeavesHandsItsBuildOverAndAFailureIsCountedAsSuch() throws IOException {
    Building left = Building.begin(daemon, "w/k");
    Wire waiter = daemon.connect().open(Call.build("w/k"));
    await().until(() -> Scrape.of(daemon).value("larder_waiters") == 1);
    left.close();
    try (Building next = Building.granted(waiter)) {
      daemon.ask(next.fail("{\"detail\":\"it broke\"}")).has(204);
    }
    // Nobody waits for this one: it is lost, and handed to nobody.
    Building.begin(daemon, "w/alone").close();
    await().until(() -> Scrape.of(daemon).value("larder_leases") == 0);

    Scrape scrape = Scrape.of(daemon);

    assertThat(scrape.value("larder_builds_started_total")).isEqualTo(3);
    assertThat(scrape.value("larder_builds_handed_over_total")).isEqualTo(1);
    assertThat(scrape.value("larder_builds_failed_total")).isEqualTo(1);
    assertThat(scrape.value("larder_builds_committed_total")).isZero();
    assertThat(scrape.value("larder_builds_shared_total{by=\"waiting\"}")).isZero();
    assertThat(scrape.value("larder_builds_saved_seconds_total")).isZero();
  }

  @Test
  void aFileThatCannotBeWrittenLagsUntilItCan() throws IOException {
    Path folder = daemon.beside("later");
    String settings = "{\"publish\":\"" + folder.resolve("x.json") + "\"}";
    daemon.ask(Call.put("/v1/stats/a/settings", settings)).has(201);

    await().until(() -> Scrape.of(daemon).value("larder_publish_failing_targets") == 1);

    Scrape failing = Scrape.of(daemon);
    assertThat(failing.value("larder_publish_failures_total")).isPositive();
    double lagS = failing.value("larder_publish_lag_seconds");
    assertThat(lagS).isPositive();
    await().until(() -> Scrape.of(daemon).value("larder_publish_lag_seconds") > lagS);

    Files.createDirectory(folder);

    await().until(() -> Scrape.of(daemon).value("larder_publish_failing_targets") == 0);
    assertThat(Scrape.of(daemon).value("larder_publish_lag_seconds")).isZero();
    assertThat(folder.resolve("x.json")).exists();
    assertThat(Scrape.of(daemon).value("larder_publish_duration_seconds_count")).isPositive();
  }
}
