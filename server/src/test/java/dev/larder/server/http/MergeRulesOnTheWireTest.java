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

@Timeout(120)
@SuppressWarnings("try") // waiting for a daemon may be interrupted
class MergeRulesOnTheWireTest {
  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with();

  private static final String RULES =
      "{\"rules\": [{\"at\": \"/*/n\", \"op\": \"sum\"},"
          + " {\"at\": \"/*/t\", \"op\": \"ewma\", \"alpha\": 0.50}]}";

  @Test
  void aRefusedMergeChangesNothing() throws Exception {
    DAEMON.ask(settings("refused", RULES)).has(201);
    DAEMON.ask(Call.merge("refused", "{\"a\": {\"n\": 1}, \"b\": {\"n\": 1}}")).has(200);

    JsonNode problem =
        DAEMON
            .ask(Call.merge("refused", "{\"a\": {\"n\": 1}, \"b\": {\"n\": \"1\"}}"))
            .problem(ProblemKind.RULE_NOT_APPLICABLE);

    assertThat(problem.get("pointer").asString()).isEqualTo("/b/n");
    assertThat(problem.get("expected").asString()).isEqualTo("a number");
    assertThat(problem.get("found").asString()).isEqualTo("a string");
    Reply now = DAEMON.ask(Call.get("/v1/stats/refused")).has(200);
    assertThat(now.text()).isEqualTo("{\"a\": {\"n\": 1}, \"b\": {\"n\": 1}}");
    assertThat(now.header("ETag")).isEqualTo("\"2\"");
  }

  @Test
  void putAndPatchReplaceButLeaveNothingThatARuleCannotWorkOn() throws Exception {
    DAEMON.ask(settings("written", RULES)).has(201);
    DAEMON.ask(Call.put("/v1/stats/written", "{\"a\": {\"n\": 5}}")).has(200);
    DAEMON.ask(Call.patch("written", "{\"a\": {\"n\": 7}, \"c\": {\"n\": 1}}")).has(200);

    DAEMON
        .ask(Call.put("/v1/stats/written", "{\"a\": {\"n\": null}}"))
        .problem(ProblemKind.RULE_NOT_APPLICABLE);
    DAEMON
        .ask(Call.patch("written", "{\"a\": {\"n\": []}}"))
        .problem(ProblemKind.RULE_NOT_APPLICABLE);

    DAEMON.ask(Call.merge("written", "{\"a\": {\"n\": 0.5}}")).has(200);
    assertThat(DAEMON.ask(Call.get("/v1/stats/written")).text())
        .isEqualTo("{\"a\": {\"n\": 7.5}, \"c\": {\"n\": 1}}");
  }

  @Test
  void settingsThatTheDocumentDoesNotFitAreRefusedAndTheOldOnesStay() throws Exception {
    DAEMON.ask(Call.put("/v1/stats/unfit", "{\"a\": {\"n\": \"1\"}}")).has(201);
    JsonNode problem =
        DAEMON.ask(settings("unfit", RULES)).problem(ProblemKind.RULE_NOT_APPLICABLE);
    assertThat(problem.get("pointer").asString()).isEqualTo("/a/n");
    assertThat(DAEMON.ask(Call.get("/v1/stats/unfit/settings")).json().get("rules").isNull())
        .isTrue();
    DAEMON.ask(Call.merge("unfit", "{\"a\": {\"n\": \"2\"}}")).has(200);
  }

  @Test
  void theFileAtANewPlaceIsHeldToTheRules() throws Exception {
    Path file = DAEMON.beside("found.json");
    Files.writeString(file, "{\"a\": {\"n\": \"1\"}}");
    String with = "{\"publish\": \"" + file + "\", " + RULES.substring(1);
    DAEMON.ask(settings("finding", with)).problem(ProblemKind.RULE_NOT_APPLICABLE);
    Files.writeString(file, "{\"a\": {\"n\": 1}}");
    DAEMON.ask(settings("finding", with)).has(201);
    DAEMON.ask(Call.merge("finding", "{\"a\": {\"n\": 2}}")).has(200);
    assertThat(DAEMON.ask(Call.get("/v1/stats/finding")).text()).isEqualTo("{\"a\": {\"n\": 3}}");
  }

  @Test
  void rulesAndSumsSurviveAKill() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started()) {
      daemon.ask(settings("kept", RULES)).has(201);
      daemon.ask(Call.merge("kept", "{\"a\": {\"n\": 0.1, \"t\": 1}}")).has(200);
      daemon.ask(Call.merge("kept", "{\"a\": {\"n\": 0.2, \"t\": 2}}")).has(200);
      JsonNode before = daemon.ask(Call.get("/v1/stats/kept/settings")).json();

      daemon.killAndStartAgain();

      assertThat(daemon.ask(Call.get("/v1/stats/kept/settings")).json()).isEqualTo(before);
      assertThat(daemon.ask(Call.get("/v1/stats/kept")).text())
          .isEqualTo("{\"a\": {\"n\": 0.3, \"t\": 1.5}}");
      daemon.ask(Call.merge("kept", "{\"a\": {\"n\": 0.3, \"t\": 1}}")).has(200);
      daemon.ask(Call.merge("kept", "{\"a\": {\"n\": true}}")).has(422);
      assertThat(daemon.ask(Call.get("/v1/stats/kept")).text())
          .isEqualTo("{\"a\": {\"n\": 0.6, \"t\": 1.25}}");
    }
  }

  @Test
  void rulesSurviveACheckpoint() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--journal-segment", "64KiB")) {
      daemon.ask(settings("kept", RULES)).has(201);
      daemon.ask(Call.merge("kept", "{\"a\": {\"n\": 1}}")).has(200);
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

      daemon.ask(Call.merge("kept", "{\"a\": {\"n\": 1}}")).has(200);
      assertThat(daemon.ask(Call.get("/v1/stats/kept")).text()).isEqualTo("{\"a\": {\"n\": 2}}");
    }
  }

  private static Call settings(String doc, String json) {
    return Call.put("/v1/stats/" + doc + "/settings", json);
  }
}
