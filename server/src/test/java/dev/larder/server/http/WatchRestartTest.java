package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.ProblemKind;
import dev.larder.server.http.Events.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What watchers are told over stops, kills and restarts of the daemon. */
@Timeout(120)
@SuppressWarnings("try") // closing a daemon may be interrupted
class WatchRestartTest {
  private final String doc = "d-" + UUID.randomUUID();
  private final String path = "/v1/stats/" + doc;

  @TempDir private Path folder;

  private static Call local(Call call, Secret as) {
    return call.without("Host").with("Host: localhost").with(as.header());
  }

  @Test
  void versionsAreRememberedOverAKill() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started()) {
      daemon.ask(Call.merge(doc, "{\"a\": 1}")).has(201);
      daemon.ask(Call.merge(doc, "{\"b\": 1}")).has(200);
      daemon.ask(Call.delete(path)).has(200);
      JsonNode before = daemon.ask(Call.get(path + "/log")).has(200).json();
      daemon.killAndStartAgain();
      assertThat(daemon.ask(Call.get(path + "/log")).has(200).json()).isEqualTo(before);
      try (Events watching = Events.of(daemon, path + "/events?after=1")) {
        assertThat(watching.next("change").version()).isEqualTo(2);
        assertThat(watching.next("change").data().get("kind").asString()).isEqualTo("delete");
      }
    }
  }

  @Test
  void versionsAreRememberedWhereOnlyACheckpointHasThem() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--journal-segment", "64KiB")) {
      daemon.ask(Call.merge(doc, "{\"first\": 1}")).has(201);
      daemon.ask(Call.patch(doc, "{\"first\": null}")).has(200);
      String large = "x".repeat(30_000);
      for (int i = 0; i < 40; i++) {
        daemon.ask(Call.merge("other", "{\"x\": \"" + large + i + "\"}"));
      }
      JsonNode before = daemon.ask(Call.get(path + "/log")).has(200).json();
      daemon.killAndStartAgain();
      assertThat(daemon.logged("behind checkpoint 0 in")).hasSize(1); // that of the first start
      assertThat(daemon.ask(Call.get(path + "/log")).has(200).json()).isEqualTo(before);
    }
  }

  @Test
  void aCleanStopEndsStreamsAndAnswersThoseWhoWait() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started()) {
      daemon.ask(Call.merge(doc, "{\"a\": 1}")).has(201);
      try (Events watching = Events.of(daemon, path + "/events");
          Events builds = Events.of(daemon, "/v1/workspaces/w/events");
          Wire waiting = daemon.connect().send(Call.get(path + "?after=1&wait=5m"))) {
        watching.next("open");
        builds.next("open");
        daemon.ask(Call.get(path)).has(200);
        daemon.terminate();
        assertThat(daemon.exitCode()).isZero();
        assertThat(watching.ends()).isTrue();
        assertThat(builds.ends()).isTrue();
        assertThat(waiting.reply().status()).isEqualTo(503);
      }
      daemon.start();
    }
  }

  @Test
  void aWorkspacesEventsAreToldAndResumeInTheDaemonsLifeOnly() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started()) {
      String path = "/v1/workspaces/w/events";
      List<Event> seen = new ArrayList<>();
      try (Events watching = Events.of(daemon, path)) {
        seen.add(watching.next("open"));
        try (Building building = Building.begin(daemon, "w/good")) {
          seen.add(watching.next("building"));
          daemon.ask(building.stage("x").commit()).has(200);
        }
        seen.add(watching.next("ready"));
        try (Building building = Building.begin(daemon, "w/bad")) {
          watching.next("building");
          daemon.ask(building.fail("{\"detail\":\"no luck\",\"exit_code\":3}")).has(204);
        }
        Event failed = watching.next("failed");
        assertThat(failed.data().get("problem").get("detail").asString()).contains("no luck");
        Building.begin(daemon, "w/left").close();
        assertThat(watching.next("building").data().get("key").asString()).isEqualTo("left");
        assertThat(watching.next("lost").data().get("key").asString()).isEqualTo("left");
        daemon.ask(Call.delete("/v1/workspaces/w/good")).has(204);
        assertThat(watching.next("forgotten").data().get("key").asString()).isEqualTo("good");
      }
      Call resumed = Call.get(path).with("Last-Event-ID: " + seen.get(1).id());
      try (Events watching = Events.of(daemon, resumed)) {
        assertThat(watching.next()).isEqualTo(seen.get(2));
      }
      daemon.killAndStartAgain();
      try (Events watching = Events.of(daemon, resumed)) {
        watching.next("reload");
      }
    }
  }

  @Test
  void whoMayOnlyReadMayWatchWhatItsTokenIsFor() throws Exception {
    Secret ci = Secret.of("ci");
    Path tokens = Files.writeString(folder.resolve("tokens"), ci.line("ro team-"));
    try (LiveDaemon daemon = LiveDaemon.listening("--tokens", tokens.toString())) {
      daemon.ask(Call.merge("team-a", "{}")).has(201);
      try (Events watching =
          Events.on(daemon.connectByTcp(), local(Call.get("/v1/stats/team-a/events"), ci))) {
        watching.next("open");
        daemon.ask(Call.merge("team-a", "{\"a\": 1}")).has(200);
        assertThat(watching.next("change").version()).isEqualTo(2);
      }
      daemon
          .askByTcp(local(Call.get("/v1/stats/other/events"), ci))
          .problem(ProblemKind.OUTSIDE_PREFIX);
    }
  }
}
