package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What keeps a result, and what an eviction that is asked for takes. */
@Timeout(120)
class PinsOnTheWireTest {
  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with("--journal-segment", "64KiB");

  private static void build(String id) throws IOException {
    try (Building building = Building.begin(DAEMON, id)) {
      DAEMON.ask(building.stage("result").commit()).has(200);
    }
  }

  private static Call result(String id) {
    return Call.get("/v1/workspaces/" + id);
  }

  private static Reply evict(String json) throws IOException {
    return DAEMON.ask(Call.post("/v1/evictions").json(json)).has(200);
  }

  private static int holds(String id) throws IOException {
    return DAEMON.ask(result(id)).json().get("holds").asInt();
  }

  @Test
  void resultStaysWhileAStreamThatPinsItIsOpen() throws Exception {
    build("stream/k");
    Call pinning = Call.build("stream/k").json("{\"pin\": true}");
    try (Wire stream = DAEMON.connect().open(pinning)) {
      assertThat(stream.next("ready").get("cached").asBoolean()).isTrue();
      assertThat(holds("stream/k")).isOne();

      assertThat(evict("{\"name\": \"stream\"}").json().get("kept").asInt()).isOne();
      DAEMON.ask(Call.delete("/v1/workspaces/stream/k")).problem(ProblemKind.PINNED);
    }

    await().until(() -> holds("stream/k") == 0);
    assertThat(evict("{\"name\": \"stream\"}").json().get("evicted")).hasSize(1);
    DAEMON.ask(result("stream/k")).problem(ProblemKind.NOT_FOUND);
  }

  @Test
  void streamsOfTheBuilderAndOfThoseWhoWaitedPinToo() throws Exception {
    Call pinning = Call.build("waited/k").json("{\"pin\": true}");
    try (Wire builder = DAEMON.connect().open(pinning)) {
      Building building = Building.granted(builder);
      try (Wire waiter = DAEMON.connect().open(pinning)) {
        waiter.next("waiting");
        DAEMON.ask(building.stage("x").commit()).has(200);
        waiter.next("ready");
        builder.next("ready");
        assertThat(holds("waited/k")).isEqualTo(2);
      }
      await().until(() -> holds("waited/k") == 1);
    }
    await().until(() -> holds("waited/k") == 0);
  }

  @Test
  void resultStaysWhileItsContentIsRead() throws Exception {
    try (Building building = Building.begin(DAEMON, "read/k")) {
      DAEMON.ask(building.send("").body(new byte[30_000_000])).has(204);
      DAEMON.ask(building.commit()).has(200);
    }
    try (Wire reader = DAEMON.connect()) {
      reader.send(Call.get("/v1/workspaces/read/k/content"));
      reader.replyToHead().has(200);
      assertThat(holds("read/k")).isOne();
      assertThat(evict("{\"name\": \"read\"}").json().get("evicted")).isEmpty();
    }
    await().until(() -> holds("read/k") == 0);
    DAEMON.ask(Call.get("/v1/workspaces/read/k/content").with("Range: bytes=1-2")).has(206);
    DAEMON.ask(Call.get("/v1/workspaces/read/k/content").with("Range: bytes=99999999-")).has(416);
    DAEMON.ask(Call.get("/v1/workspaces/read/k/content").with("If-None-Match: *")).has(304);
    DAEMON.ask(Call.head("/v1/workspaces/read/k/content")).has(200);
    await().until(() -> holds("read/k") == 0);
  }

  @Test
  void whatIsForgottenByForceTakesItsPinsWithItForGood() throws Exception {
    build("forgotten/k");
    DAEMON.ask(Call.put("/v1/workspaces/forgotten/k/pins/p", "{}")).has(200);
    DAEMON.ask(Call.delete("/v1/workspaces/forgotten/k?force=true")).has(204);
    DAEMON.killAndStartAgain();

    build("forgotten/k");

    assertThat(DAEMON.ask(result("forgotten/k")).json().get("pins")).isEmpty();
  }

  @Test
  void pinByNameOutlivesKillsAndCheckpointsAndEndsWhenItIsToldTo() throws Exception {
    build("named/k");
    build("named/free");
    String pin = "/v1/workspaces/named/k/pins/nightly";
    DAEMON.ask(Call.put(pin, "{\"expires_after_s\": 9}")).has(200);
    Reply set = DAEMON.ask(Call.put(pin, "{\"expires_after_s\": 3600}")).has(200);
    Instant expires = Instant.parse(set.json().get("expires").asString());
    DAEMON.ask(Call.put("/v1/workspaces/named/k/pins/other", "{}")).has(200);
    DAEMON.ask(Call.delete("/v1/workspaces/named/k/pins/other")).has(204);
    DAEMON.killAndStartAgain();
    checkpoint();
    DAEMON.killAndStartAgain();

    var pins = DAEMON.ask(result("named/k")).json().get("pins");

    assertThat(pins).hasSize(1);
    assertThat(pins.get(0).get("name").asString()).isEqualTo("nightly");
    assertThat(Instant.parse(pins.get(0).get("expires").asString())).isEqualTo(expires);
    assertThat(evict("{\"to_bytes\": 0}").json().get("evicted").toString())
        .contains("\"free\"")
        .doesNotContain("\"name\":\"named\",\"key\":\"k\"");
    DAEMON.ask(Call.delete("/v1/workspaces/named/k")).problem(ProblemKind.PINNED);
    DAEMON.ask(Call.delete(pin)).has(204);
    DAEMON.ask(Call.delete(pin)).problem(ProblemKind.NOT_FOUND);
    DAEMON.ask(Call.delete("/v1/workspaces/named/k")).has(204);
  }

  /** Journals more than a segment, until a checkpoint has taken the place of what was before. */
  private static void checkpoint() throws IOException {
    int logged = DAEMON.logged("Checkpoint ").size();
    await()
        .until(
            () -> {
              DAEMON.ask(Call.merge("filling", "{\"a\": \"" + "x".repeat(20_000) + "\"}"));
              return DAEMON.logged("Checkpoint ").size() > logged;
            });
  }

  @Test
  void pinEndsByItselfAtItsTime() throws Exception {
    build("timed/k");
    DAEMON.ask(Call.put("/v1/workspaces/timed/k/pins/a", "{\"expires_after_s\": 1}")).has(200);

    await().until(() -> DAEMON.ask(result("timed/k")).json().get("pins").isEmpty());

    assertThat(evict("{\"name\": \"timed\"}").json().get("evicted")).hasSize(1);
  }

  @Test
  void forcedForgetTakesThePinsWithIt() throws Exception {
    build("forced/k");
    DAEMON.ask(Call.put("/v1/workspaces/forced/k/pins/a", "{}")).has(200);

    DAEMON.ask(Call.delete("/v1/workspaces/forced/k?force=true")).has(204);

    DAEMON.ask(Call.delete("/v1/workspaces/forced/k/pins/a")).problem(ProblemKind.NOT_FOUND);
    DAEMON.ask(Call.put("/v1/workspaces/forced/k/pins/a", "{}")).problem(ProblemKind.NOT_FOUND);
  }

  @Test
  void oneThatIsBeingBuiltIsNotEvicted() throws Exception {
    try (Building building = Building.begin(DAEMON, "built/k")) {
      assertThat(evict("{\"name\": \"built\"}").json().get("evicted")).isEmpty();
      DAEMON.ask(building.stage("x").commit()).has(200);
    }
  }

  @Test
  void dryRunTellsWhatWouldGoInTheOrderOfUseAndTakesNothing() throws Exception {
    build("dry/a");
    build("dry/b");
    DAEMON.ask(Call.get("/v1/workspaces/dry/a/content")).has(200);
    await().until(() -> holds("dry/a") == 0);

    Reply dry = evict("{\"name\": \"dry\", \"dry_run\": true}");

    assertThat(dry.json().get("evicted").findValuesAsString("key")).containsExactly("b", "a");
    assertThat(dry.json().get("bytes").asInt()).isEqualTo(12);
    assertThat(evict("{\"name\": \"dry\", \"to_bytes\": 6}").json().get("evicted")).hasSize(1);
    DAEMON.ask(result("dry/a")).has(200);
    assertThat(evict("{\"name\": \"dry\", \"older_than_s\": 3600}").json().get("evicted"))
        .isEmpty();
    assertThat(evict("{\"name\": \"dry\", \"key\": \"a\"}").json().get("evicted")).hasSize(1);
  }
}
