package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Builds that take too long, are too many, or wait for one another, as seen by their clients. */
@Timeout(120)
@SuppressWarnings("try") // closing a stream early is what is tested
class BuildLimitsTest {
  private static final int WAITERS = 1_000;
  private static final int KILLS = 5;

  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with("--lease-grace", "1h");

  private final String name = "w" + UUID.randomUUID();
  private final String id = name + "/k";

  @Test
  void builderPastItsDeadlineIsFencedOffAndTheNextIsGranted() throws IOException {
    Call hasty = Call.build(id).json("{\"deadline_ms\":1500}");
    try (Building slow = Building.begin(DAEMON, hasty).stage("late");
        Wire waiter = DAEMON.connect().open(Call.build(id))) {
      assertThat(slow.grant().get("expires_in_ms").asLong()).isBetween(0L, 1500L);
      Building next = Building.granted(waiter);
      assertThat(next.grant().get("expires_in_ms").isNull()).isTrue();
      JsonNode problem = slow.stream().next("failed").get("problem");
      assertThat(problem.get("type").asString()).isEqualTo(ProblemKind.LEASE_LOST.type());
      assertThat(problem.get("reason").asString()).isEqualTo("deadline");
      assertThat(slow.stream().ends()).isTrue();

      DAEMON.ask(slow.commit()).problem(ProblemKind.LEASE_LOST);
      DAEMON.ask(slow.fail("{}")).problem(ProblemKind.LEASE_LOST);
      DAEMON.ask(slow.send("").body(new byte[1])).problem(ProblemKind.LEASE_LOST);
      DAEMON.ask(progress(slow, "{}")).problem(ProblemKind.LEASE_LOST);
      await().untilAsserted(() -> assertThat(slow.staging()).doesNotExist());
      DAEMON.ask(next.stage("in time").commit()).has(200);
      assertThat(Path.of(next.stream().next("ready").get("path").asString())).hasContent("in time");
    }
  }

  @Test
  void deadlineGoesOnWhileTheDaemonIsAway() throws Exception {
    Call hasty = Call.build(id).json("{\"deadline_ms\":1500}");
    try (Building slow = Building.begin(DAEMON, hasty)) {
      DAEMON.killAndStartAgain();
      try (Wire waiter = DAEMON.connect().open(Call.build(id))) {
        assertThat(Building.granted(waiter).fence()).isGreaterThan(slow.fence());
      }
    }
  }

  @Test
  void settingsOfAWorkspaceSurviveARestart() throws Exception {
    String settings = "{\"max_builds\":1,\"deadline_ms\":60000}";
    DAEMON.ask(Call.put("/v1/workspaces/" + name + "/settings", settings)).has(200);
    DAEMON.killAndStartAgain();
    assertThat(DAEMON.ask(Call.get("/v1/workspaces/" + name + "/settings")).has(200).text())
        .isEqualTo(settings);
    try (Building first = Building.begin(DAEMON, id);
        Wire second = DAEMON.connect().open(Call.build(name + "/other"))) {
      assertThat(first.grant().get("expires_in_ms").asLong()).isPositive();
      assertThat(second.next().get("queued").asInt()).isEqualTo(1);
      first.close();
      second.next("granted");
    }
  }

  @Test
  void releasedBuilderIsFencedOffAndTheNextIsGranted() throws IOException {
    String lease = "/v1/workspaces/" + id + "/lease";
    DAEMON.ask(Call.delete(lease)).problem(ProblemKind.NOT_FOUND);
    try (Building stuck = Building.begin(DAEMON, id);
        Wire waiter = DAEMON.connect().open(Call.build(id))) {
      waiter.next();
      JsonNode released = DAEMON.ask(Call.delete(lease)).has(200).json();
      assertThat(released.get("fence").asLong()).isEqualTo(stuck.fence());
      assertThat(Building.granted(waiter).fence()).isGreaterThan(stuck.fence());
      JsonNode problem = stuck.stream().next("failed").get("problem");
      assertThat(problem.get("reason").asString()).isEqualTo("released");
      DAEMON.ask(stuck.commit()).problem(ProblemKind.LEASE_LOST);
    }
  }

  @Test
  void ringOfThreeBuildsIsToldToTheOneThatClosesIt() throws IOException {
    try (Building a = Building.begin(DAEMON, name + "/a");
        Building b = Building.begin(DAEMON, name + "/b");
        Building c = Building.begin(DAEMON, name + "/c");
        Wire aWaits = DAEMON.connect().open(within(a, "b"));
        Wire bWaits = DAEMON.connect().open(within(b, "c"))) {
      aWaits.next();
      bWaits.next();
      JsonNode problem = DAEMON.ask(within(c, "a")).problem(ProblemKind.BUILD_RING);
      assertThat(problem.get("ring").values())
          .extracting(JsonNode::asString)
          .containsExactly(name + "/c", name + "/a", name + "/b");
      DAEMON.ask(within(c, "c")).problem(ProblemKind.BUILD_RING);
      DAEMON.ask(c.stage("c").commit()).has(200);
      bWaits.next("ready");
    }
  }

  @Test
  void whoWaitsIsShownTheBuildersLastWord() throws IOException {
    try (Building building = Building.begin(DAEMON, id);
        Wire waiter = DAEMON.connect().open(Call.build(id))) {
      assertThat(waiter.next().get("progress").isNull()).isTrue();
      String line = "{\"line\":\"3 of \\u001b[1m4\",\"percent\":75}";
      DAEMON.ask(progress(building, line)).has(204);
      JsonNode said = waiter.next().get("progress");
      assertThat(said.get("line").asString()).isEqualTo("3 of  [1m4");
      assertThat(said.get("percent").asInt()).isEqualTo(75);
    }
  }

  @Test
  void failureTellsWhatTheCommandPrintedAndWhenToTryAgain() throws IOException {
    try (Building building = Building.begin(DAEMON, id);
        Wire waiter = DAEMON.connect().open(Call.build(id))) {
      String output = "x".repeat(5000) + "\\nthe end";
      DAEMON
          .ask(
              building.fail(
                  "{\"exit_code\":2,\"retry_after_s\":3600,\"output\":\"" + output + "\"}"))
          .has(204);
      JsonNode problem = waiter.next("failed").get("problem");
      assertThat(problem.get("exit_code").asInt()).isEqualTo(2);
      assertThat(problem.get("output").asString()).hasSize(4096).endsWith("x\nthe end");
      assertThat(problem.get("retry_after_s").asInt()).isEqualTo(3600);
    }
    try (Wire tooSoon = DAEMON.connect().open(Call.build(id))) {
      JsonNode problem = tooSoon.next("failed").get("problem");
      assertThat(problem.get("retry_after_s").asInt()).isBetween(3000, 3600);
    }
  }

  @Test
  void olderResultWillDoForWhoSaysSoWhileTheKeyIsBeingBuilt() throws IOException {
    build(name + "/old", "old");
    String stale = "/v1/workspaces/" + id + "/build?stale=allow";
    try (Building first = Building.granted(DAEMON.connect().open(Call.post(stale)));
        Wire second = DAEMON.connect().open(Call.post(stale))) {
      JsonNode ready = second.next();
      assertThat(ready.get("stale").asBoolean()).isTrue();
      assertThat(Path.of(ready.get("path").asString())).hasContent("old");
      assertThat(second.ends()).isTrue();
      DAEMON.ask(first.stage("new").commit()).has(200);
    }
    try (Wire third = DAEMON.connect().open(Call.post(stale))) {
      JsonNode ready = third.next("ready");
      assertThat(ready.get("stale").asBoolean()).isFalse();
      assertThat(Path.of(ready.get("path").asString())).hasContent("new");
    }
  }

  @Test
  void commitOverAReadyResultKeepsThatOneAndSaysSo() throws IOException {
    String digest = build(id, "first");
    Path content = DAEMON.root().resolve("workspaces").resolve(id).resolve("content");
    Path away = DAEMON.beside("away");
    Files.move(content, away);
    try (Building building = Building.begin(DAEMON, id)) {
      Files.move(away, content);
      JsonNode kept = DAEMON.ask(building.stage("second").commit()).has(200).json();
      assertThat(kept.get("kept").asBoolean()).isTrue();
      assertThat(kept.get("digest").asString()).isEqualTo(digest);
      assertThat(content).hasContent("first");
    }
  }

  @Test
  void whoWaitsWithoutBuildingIsAnsweredByTheEndOfTheBuild() throws IOException {
    Call waiting = Call.get("/v1/workspaces/" + id + "?wait=1m");
    DAEMON.ask(Call.get("/v1/workspaces/" + id + "?wait=10ms")).problem(ProblemKind.NOT_FOUND);
    try (Wire early = DAEMON.connect().send(waiting);
        Building building = Building.begin(DAEMON, id)) {
      DAEMON.ask(building.fail("{\"exit_code\":9}")).has(204);
      JsonNode failed = early.reply().has(200).json();
      assertThat(failed.get("state").asString()).isEqualTo("failed");
      assertThat(failed.get("problem").get("exit_code").asInt()).isEqualTo(9);
    }
    try (Building building = Building.begin(DAEMON, id);
        Wire late = DAEMON.connect().send(waiting)) {
      DAEMON.ask(building.stage("x").commit()).has(200);
      assertThat(late.reply().has(200).json().get("state").asString()).isEqualTo("ready");
    }
  }

  @Test
  void thousandWaitersShareOneBuildThoughFiveBuildersAreLost() throws IOException {
    List<Wire> streams = new ArrayList<>();
    try {
      for (int i = 0; i <= WAITERS + KILLS; i++) {
        // One after the other, so that it is known who is granted next.
        streams.add(DAEMON.connect().open(Call.build(id)));
      }
      for (int lost = 0; lost < KILLS; lost++) {
        Building.granted(streams.get(lost)).close();
      }
      Building last = Building.granted(streams.get(KILLS));
      String digest = DAEMON.ask(last.stage("once").commit()).json().get("digest").asString();
      for (Wire stream : streams.subList(KILLS, streams.size())) {
        assertThat(stream.next("ready").get("digest").asString()).isEqualTo(digest);
      }
      assertThat(last.fence())
          .isEqualTo(
              DAEMON.ask(Call.get("/v1/status")).json().get("workspaces").get("fence").asLong());
    } finally {
      for (Wire stream : streams) {
        stream.close();
      }
    }
  }

  private Call within(Building building, String key) {
    return Call.build(name + "/" + key).with("Larder-Lease: " + building.token());
  }

  private static Call progress(Building building, String json) {
    return Call.post("/v1/leases/" + building.token() + "/progress").json(json);
  }

  /** Builds a file of that text; returns its digest. */
  private static String build(String id, String text) throws IOException {
    try (Building building = Building.begin(DAEMON, id)) {
      return DAEMON.ask(building.stage(text).commit()).json().get("digest").asString();
    }
  }
}
