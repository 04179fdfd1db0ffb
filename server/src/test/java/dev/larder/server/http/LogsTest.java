package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the daemon writes into its log, and what it does not. */
@Timeout(60)
@SuppressWarnings("try") // a daemon is closed by each test
class LogsTest {
  @Test
  void jsonIsALineAnEventInTheFileAndOnStandardError() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--log-format", "json")) {
      for (Path log : List.of(daemon.root().resolve("larder.log"), daemon.beside("stderr"))) {
        List<String> lines = Files.readAllLines(log);
        assertThat(lines).hasSizeGreaterThan(1);
        for (String line : lines) {
          JsonNode event = JsonMapper.shared().readTree(line);
          assertThat(Instant.parse(event.get("time").asString())).isBefore(Instant.now());
          assertThat(event.get("level").asString()).isEqualTo("INFO");
          assertThat(event.get("logger").asString()).startsWith("dev.larder.server.");
          assertThat(event.get("thread").asString()).isEqualTo("main");
          assertThat(event.get("message").asString()).isNotBlank();
        }
      }
    }
  }

  @Test
  void filesAreRolledBySizeAndThreeAreKept() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--log-size", "4KiB", "--log-format", "json")) {
      for (int i = 0; i < 80; i++) {
        // Two lines each: the lease, and the result.
        try (Building building = Building.begin(daemon, "w/k" + i)) {
          daemon.ask(building.stage("x").commit()).has(200);
        }
      }
      List<Path> files = logs(daemon);
      assertThat(files).hasSize(3);
      for (Path file : files) {
        // The line that would go past it may still be in it.
        assertThat(Files.size(file)).isLessThan(2 * 4096);
        for (String line : Files.readAllLines(file)) {
          assertThat(JsonMapper.shared().readTree(line).get("message")).as(line).isNotNull();
        }
      }
      assertThat(Files.readString(daemon.root().resolve("larder.log"))).contains("w/k79");
    }
  }

  @Test
  void neitherEntriesNorTokensAreInTheLogHoweverMuchItTells() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--log-level", "trace")) {
      daemon.ask(Call.merge("a", "{\"private-name\":\"private-value\"}")).has(201);
      daemon.ask(Call.merge("a", "{\"private-name\":}")).problem(ProblemKind.BAD_JSON);
      String token;
      try (Building building = Building.begin(daemon, "w/k")) {
        token = building.token();
        daemon.ask(building.stage("private-value").commit()).has(200);
        building.stream().next("ready");
        daemon.ask(building.commit()).problem(ProblemKind.LEASE_LOST);
      }
      try (Building building = Building.begin(daemon, "w/lost")) {
        daemon.ask(building.fail("{\"detail\":\"private-value\"}")).has(204);
        building.stream().next("failed");
      }
      for (Path file : logs(daemon)) {
        String log = Files.readString(file);
        assertThat(log).contains("w/k").doesNotContain("private-").doesNotContain(token);
      }
    }
  }

  private static List<Path> logs(LiveDaemon daemon) throws IOException {
    try (Stream<Path> files = Files.list(daemon.root())) {
      return files
          .filter(file -> file.getFileName().toString().matches("larder\\.\\d+\\.log"))
          .toList();
    }
  }
}
