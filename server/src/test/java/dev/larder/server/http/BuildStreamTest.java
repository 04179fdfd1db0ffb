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

/** The build stream as it goes over the wire: one builds, the others wait, all get the result. */
@Timeout(60)
@SuppressWarnings("try") // closing a stream early is what is tested
class BuildStreamTest {
  private static final int MANY = 300;

  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with();

  private final String id = "w/" + UUID.randomUUID();
  private final String path = "/v1/workspaces/" + id;

  @Test
  void whoAsksFirstBuildsAndGetsTheResult() throws IOException {
    try (Building building = Building.begin(DAEMON, id)) {
      assertThat(building.staging()).isDirectory();
      Reply committed = DAEMON.ask(building.stage("result").commit()).has(200);
      JsonNode ready = building.stream().next("ready");
      assertThat(ready.get("cached").asBoolean()).isFalse();
      assertThat(Path.of(ready.get("path").asString())).hasContent("result");
      for (String member : new String[] {"path", "digest", "bytes"}) {
        assertThat(ready.get(member)).isEqualTo(committed.json().get(member));
      }
      assertThat(committed.json().get("fence").asLong()).isEqualTo(building.fence());
      assertThat(building.stream().ends()).isTrue();
      assertThat(building.stream().ask(Call.get(path)).has(200).json().get("state").asString())
          .isEqualTo("ready");
    }
  }

  @Test
  void aResultThatIsThereIsReadyAtOnce() throws IOException {
    build("result");
    try (Wire wire = DAEMON.connect()) {
      JsonNode first = wire.open(Call.build(id)).next();
      assertThat(first.get("event").asString()).isEqualTo("ready");
      assertThat(first.get("cached").asBoolean()).isTrue();
      assertThat(Path.of(first.get("path").asString())).hasContent("result");
      assertThat(wire.ends()).isTrue();
    }
  }

  @Test
  void aFolderIsAResultToo() throws IOException {
    try (Building building = Building.begin(DAEMON, id)) {
      Path folder = Files.createDirectories(building.staging().resolve("content/deep"));
      Files.writeString(folder.resolve("a"), "12345");
      JsonNode committed = DAEMON.ask(building.commit()).has(200).json();
      assertThat(committed.get("bytes").asInt()).isEqualTo(5);
      assertThat(Path.of(committed.get("path").asString(), "deep/a")).hasContent("12345");
    }
  }

  @Test
  void whoWaitsIsToldSoAgainAndAgain() throws IOException {
    Call named = Call.build(id).json("{\"builder\":{\"pid\":77,\"host\":\"a\uD83D\uDE00\"}}");
    try (Building building = Building.begin(DAEMON, named);
        Wire waiter = DAEMON.connect().open(Call.build(id))) {
      long elapsedMs = -1;
      for (int i = 0; i < 3; i++) {
        JsonNode line = waiter.next();
        assertThat(line.get("event").asString()).isEqualTo("waiting");
        assertThat(line.get("builder").get("pid").asInt()).isEqualTo(77);
        assertThat(line.get("builder").get("host").asString()).isEqualTo("a\uD83D\uDE00");
        assertThat(line.get("elapsed_ms").asLong()).isGreaterThan(elapsedMs);
        elapsedMs = line.get("elapsed_ms").asLong();
      }
      DAEMON.ask(building.stage("x").commit()).has(200);
      assertThat(waiter.next("ready").get("cached").asBoolean()).isFalse();
    }
  }

  @Test
  void whenTheBuilderIsGoneTheFirstWhoWaitsIsGranted() throws IOException {
    try (Building lost = Building.begin(DAEMON, id);
        Wire first = waiter(1);
        Wire second = waiter(2)) {
      lost.stage("half").close();
      Building next = Building.granted(first);
      assertThat(next.fence()).isGreaterThan(lost.fence());
      assertThat(next.staging()).isNotEqualTo(lost.staging()).isEmptyDirectory();
      await().untilAsserted(() -> assertThat(lost.staging()).doesNotExist());

      DAEMON.ask(lost.commit()).problem(ProblemKind.LEASE_LOST);
      DAEMON.ask(lost.fail("{}")).problem(ProblemKind.LEASE_LOST);
      DAEMON.ask(next.stage("whole").commit()).has(200);
      assertThat(Path.of(second.next("ready").get("path").asString())).hasContent("whole");

      DAEMON.ask(lost.commit()).problem(ProblemKind.LEASE_LOST);
      DAEMON.ask(next.commit()).problem(ProblemKind.LEASE_LOST);
      assertThat(result().get("digest").asString()).startsWith("sha256:");
      assertThat(Path.of(result().get("path").asString())).hasContent("whole");
    }
  }

  @Test
  void aWaiterThatIsGoneIsPassedOver() throws IOException {
    try (Building lost = Building.begin(DAEMON, id);
        Wire first = waiter(1);
        Wire second = waiter(2)) {
      first.close();
      await().until(() -> result().get("waiters").asInt() == 1);
      lost.close();
      assertThat(Building.granted(second).fence()).isGreaterThan(lost.fence());
    }
  }

  @Test
  void aCommitWithoutContentCanBeMended() throws IOException {
    try (Building building = Building.begin(DAEMON, id)) {
      DAEMON.ask(building.commit()).problem(ProblemKind.NOTHING_STAGED);
      DAEMON.ask(building.stage("at last").commit()).has(200);
      assertThat(Path.of(building.stream().next("ready").get("path").asString()))
          .hasContent("at last");
    }
  }

  @Test
  void aCommitBehindItsOwnStreamIsAnsweredBehindIt() throws IOException {
    try (Building building = Building.begin(DAEMON, id)) {
      building.stream().send(building.stage("x").commit());
      building.stream().next("ready");
      assertThat(building.stream().ends()).isTrue();
      building.stream().reply().has(200);
    }
  }

  @Test
  void aFailureIsToldToAllWhoWaitAndToThoseWhoComeTooSoon() throws IOException {
    String detail = "x".repeat(3999) + "\uD83D\uDE00, and more";
    try (Building building = Building.begin(DAEMON, id);
        Wire first = waiter(1);
        Wire second = waiter(2)) {
      DAEMON
          .ask(
              building.fail(
                  "{\"exit_code\":3,\"retry_after_s\":3600,\"detail\":\"" + detail + "\"}"))
          .has(204);
      for (Wire told : new Wire[] {building.stream(), first, second}) {
        isFailed(told.next("failed"));
        assertThat(told.ends()).isTrue();
      }
    }
    try (Wire tooSoon = DAEMON.connect().open(Call.build(id))) {
      isFailed(tooSoon.next("failed"));
    }
    assertThat(result().get("state").asString()).isEqualTo("failed");
    DAEMON.ask(Call.delete(path)).has(204);
    Building.begin(DAEMON, id).close();
  }

  private static void isFailed(JsonNode line) {
    JsonNode problem = line.get("problem");
    assertThat(problem.get("type").asString()).isEqualTo(ProblemKind.BUILD_FAILED.type());
    assertThat(problem.get("exit_code").asInt()).isEqualTo(3);
    assertThat(problem.get("detail").asString()).endsWith("xxx");
    assertThat(problem.get("action").asString()).isNotBlank();
  }

  @Test
  void afterAFailureWithoutPauseTheNextMayTry() throws IOException {
    try (Building building = Building.begin(DAEMON, id)) {
      DAEMON.ask(building.fail("{}")).has(204);
      building.stream().next("failed");
    }
    Building.begin(DAEMON, id).close();
  }

  @Test
  void aResultCannotBeForgottenWhileItIsBuilt() throws IOException {
    try (Building building = Building.begin(DAEMON, id)) {
      DAEMON.ask(Call.delete(path)).problem(ProblemKind.BEING_BUILT);
      DAEMON.ask(building.stage("x").commit()).has(200);
    }
    Path content = Path.of(result().get("path").asString());
    assertThat(content).exists();
    DAEMON.ask(Call.delete(path)).has(204);
    assertThat(content).doesNotExist();
    DAEMON.ask(Call.get(path)).problem(ProblemKind.NOT_FOUND);
    DAEMON.ask(Call.delete(path)).problem(ProblemKind.NOT_FOUND);
    build("again");
  }

  @Test
  void threeHundredWhoWaitShareOneBuild() throws IOException {
    List<Wire> waiters = new ArrayList<>();
    try (Building building = Building.begin(DAEMON, id)) {
      for (int i = 0; i < MANY; i++) {
        waiters.add(DAEMON.connect().send(Call.build(id)));
      }
      await().until(() -> result().get("waiters").asInt() == MANY);
      String digest = DAEMON.ask(building.stage("once").commit()).json().get("digest").asString();
      for (Wire waiter : waiters) {
        waiter.replyToHead().has(200);
        assertThat(waiter.next("ready").get("digest").asString()).isEqualTo(digest);
      }
      try (Building next = Building.begin(DAEMON, id + "-next")) {
        assertThat(next.fence()).as("leases since").isEqualTo(building.fence() + 1);
      }
    } finally {
      for (Wire waiter : waiters) {
        waiter.close();
      }
    }
  }

  /** A stream whose request is in the line, and the only one that came since. */
  private Wire waiter(int place) throws IOException {
    Wire waiter = DAEMON.connect().open(Call.build(id));
    await().until(() -> result().get("waiters").asInt() == place);
    return waiter;
  }

  private JsonNode result() throws IOException {
    return DAEMON.ask(Call.get(path)).has(200).json();
  }

  private void build(String text) throws IOException {
    try (Building building = Building.begin(DAEMON, id)) {
      DAEMON.ask(building.stage(text).commit()).has(200);
      building.stream().next("ready");
    }
  }
}
