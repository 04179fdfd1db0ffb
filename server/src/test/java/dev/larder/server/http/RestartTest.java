package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.ProblemKind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Leases and results over a {@code kill -9} of the daemon. */
@Timeout(120)
@SuppressWarnings("try") // waiting for a daemon may be interrupted
class RestartTest {
  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with("--lease-grace", "1h");

  @Test
  void aBuilderWhoseDaemonDiedResumesItsLease() throws Exception {
    Building before = Building.begin(DAEMON, "w/resumed").stage("half");
    DAEMON.killAndStartAgain();
    try (Wire other = DAEMON.connect().open(Call.build("w/resumed"));
        Building after = Building.begin(DAEMON, resuming("w/resumed", before))) {
      JsonNode line = other.next();
      assertThat(line.get("event").asString()).isEqualTo("waiting");
      assertThat(after.grant()).isEqualTo(before.grant());
      assertThat(after.staging().resolve("content")).hasContent("half");

      // Only one stream is the lease.
      DAEMON.ask(resuming("w/resumed", before)).problem(ProblemKind.LEASE_LOST);
      DAEMON.ask(after.stage("whole").commit()).has(200);
      after.stream().next("ready");
      assertThat(Path.of(other.next("ready").get("path").asString())).hasContent("whole");
    }
  }

  @Test
  void aBuilderMayCommitWithoutItsStreamWithinTheGrace() throws Exception {
    Building before = Building.begin(DAEMON, "w/committed").stage("whole");
    DAEMON.killAndStartAgain();
    JsonNode committed = DAEMON.ask(before.commit()).has(200).json();
    assertThat(committed.get("fence").asLong()).isEqualTo(before.fence());
    assertThat(Path.of(committed.get("path").asString())).hasContent("whole");
  }

  @Test
  void whatIsReadyStaysReady() throws Exception {
    Reply committed;
    try (Building building = Building.begin(DAEMON, "w/kept")) {
      committed = DAEMON.ask(building.stage("kept").commit()).has(200);
    }
    DAEMON.killAndStartAgain();
    try (Wire wire = DAEMON.connect().open(Call.build("w/kept"))) {
      JsonNode ready = wire.next("ready");
      assertThat(ready.get("digest")).isEqualTo(committed.json().get("digest"));
      assertThat(Path.of(ready.get("path").asString())).hasContent("kept");
    }
  }

  @Test
  void theFencingNumberRisesOverEveryKindOfEnd() throws Exception {
    long last = 0;
    for (int i = 0; i < 4; i++) {
      try (Building building = Building.begin(DAEMON, "fences/k" + i)) {
        assertThat(building.fence()).isGreaterThan(last);
        last = building.fence();
      }
      if (i % 2 == 0) {
        DAEMON.killAndStartAgain();
      } else {
        DAEMON.terminate();
        assertThat(DAEMON.exitCode()).isZero();
        DAEMON.start();
      }
    }
  }

  @Test
  void afterTheGraceTheNextIsGrantedAndTheOldBuilderRefused() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--lease-grace", "100ms")) {
      Building before = Building.begin(daemon, "w/late").stage("stale");
      daemon.killAndStartAgain();
      try (Building next = Building.begin(daemon, "w/late")) {
        assertThat(next.fence()).isGreaterThan(before.fence());
        daemon.ask(resuming("w/late", before)).problem(ProblemKind.LEASE_LOST);
        daemon.ask(before.commit()).problem(ProblemKind.LEASE_LOST);
        daemon.ask(next.stage("fresh").commit()).has(200);
        assertThat(Path.of(next.stream().next("ready").get("path").asString())).hasContent("fresh");
      }
    }
  }

  @Test
  void aCheckpointKeepsOpenLeasesAndTheVersionsOfRemovedDocuments() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--journal-segment", "64KiB")) {
      daemon.ask(Call.put("/v1/stats/gone", "{}")).has(201);
      daemon.ask(Call.delete("/v1/stats/gone")).has(200);
      Building before = Building.begin(daemon, "w/kept");
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

      daemon.killAndStartAgain();

      try (Building after = Building.begin(daemon, resuming("w/kept", before))) {
        assertThat(after.token()).isEqualTo(before.token());
      }
      Reply again = daemon.ask(Call.put("/v1/stats/gone", "{}"));
      assertThat(again.has(201).header("ETag")).isEqualTo("\"3\"");
    }
  }

  @Test
  void theFileOfARemovedDocumentGoesAtTheNextStartIfACrashLeftIt() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started()) {
      daemon.ask(Call.put("/v1/stats/gone?ack=published", "{}")).has(201);
      daemon.ask(Call.delete("/v1/stats/gone?ack=published")).has(200);
      daemon.kill();
      Path file = daemon.root().resolve("stats/gone.json");
      Files.writeString(file, "{}");

      daemon.start();

      await().untilAsserted(() -> assertThat(file).doesNotExist());
      daemon.ask(Call.get("/v1/stats/gone")).problem(ProblemKind.NOT_FOUND);
    }
  }

  private static Call resuming(String id, Building lease) {
    return Call.build(id).json("{\"resume\":\"" + lease.token() + "\"}");
  }
}
