package dev.larder.server.http;

import static dev.larder.server.http.TcpAccessTest.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a token is good for, and what becomes of it when the file changes. */
@Timeout(60)
class TokenAccessTest {
  private static final String BROKEN = "changed and cannot be used";

  private final Secret writer = Secret.of("writer");
  private final Secret reader = Secret.of("reader");
  private final Secret team = Secret.of("team");

  @TempDir private Path folder;
  private Path tokens = Path.of("");
  private LiveDaemon daemon = LiveDaemon.with();

  @BeforeEach
  void start() throws Exception {
    tokens = folder.resolve("tokens");
    Files.writeString(tokens, writer.line("rw") + reader.line("ro") + team.line("rw team-"));
    daemon = LiveDaemon.listening("--tokens", tokens.toString()).tolerating(BROKEN);
  }

  @AfterEach
  void stop() throws Exception {
    daemon.close();
  }

  private Reply ask(Call call, Secret as) throws IOException {
    return daemon.askByTcp(local(call).with(as.header()));
  }

  @Test
  void whoHasNoTokenOrAWrongOneIsToldSoAndLoggedOnceEach() throws IOException {
    Secret unknown = Secret.of("unknown");
    for (int i = 0; i < 3; i++) {
      Reply missing = daemon.askByTcp(local(Call.get("/v1/stats")));
      missing.problem(ProblemKind.UNAUTHORIZED);
      assertThat(missing.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"larder\"");
      Reply wrong = ask(Call.get("/v1/stats"), unknown);
      wrong.problem(ProblemKind.UNAUTHORIZED);
      assertThat(wrong.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
    }
    ask(Call.get("/v1/stats"), reader).has(200);
    assertThat(daemon.logged("(unauthorized)")).hasSize(1);
    assertThat(daemon.logged(unknown.token())).isEmpty();
  }

  @Test
  void probesNeedNoTokenAndTheUnixSocketNeedsNoneEither() throws IOException {
    daemon.askByTcp(local(Call.get("/healthz"))).has(200);
    daemon.askByTcp(local(Call.get("/readyz"))).has(200);
    daemon.askByTcp(local(Call.get("/version"))).problem(ProblemKind.UNAUTHORIZED);
    daemon.ask(Call.merge("unix", "{}")).has(201);
  }

  @Test
  void aReadOnlyTokenReadsAndIsRefusedEverythingElse() throws IOException {
    ask(Call.merge("doc", "{\"a\":1}"), writer).has(201);
    ask(Call.get("/v1/stats/doc"), reader).has(200);
    for (Call change :
        new Call[] {
          Call.merge("doc", "{\"a\":2}"),
          Call.delete("/v1/stats/doc"),
          Call.build("w/k"),
          Call.post("/v1/stop")
        }) {
      ask(change, reader).problem(ProblemKind.READ_ONLY);
    }
    assertThat(ask(Call.get("/v1/stats/doc"), reader).text()).isEqualTo("{\"a\": 1}");
    assertThat(daemon.logged("Refused reader (read-only)")).hasSize(1);
  }

  @Test
  void aTokenWithAPrefixSeesAndTouchesItsOwnNamesOnly() throws IOException {
    ask(Call.merge("other", "{}"), writer).has(201);
    ask(Call.merge("team-a", "{}"), team).has(201);
    ask(Call.merge("other", "{}"), team).problem(ProblemKind.OUTSIDE_PREFIX);
    Call both = Call.post("/v1/batch").json("{\"merges\":{\"team-a\":{},\"other\":{}}}");
    ask(both, team).problem(ProblemKind.OUTSIDE_PREFIX);
    ask(Call.get("/v1/stats/other"), team).problem(ProblemKind.OUTSIDE_PREFIX);
    ask(Call.build("other/k"), team).problem(ProblemKind.OUTSIDE_PREFIX);
    ask(Call.post("/v1/stop"), team).problem(ProblemKind.OUTSIDE_PREFIX);
    JsonNode seen = ask(Call.get("/v1/stats"), team).json().get("documents");
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).get("name").asString()).isEqualTo("team-a");
    try (Building others = Building.begin(daemon, "other/k")) {
      ask(others.commit(), team).problem(ProblemKind.OUTSIDE_PREFIX);
      ask(others.fail("{}"), team).problem(ProblemKind.OUTSIDE_PREFIX);
      assertThat(ask(Call.get("/v1/workspaces"), team).json().get("workspaces")).isEmpty();
      daemon.ask(others.stage("x").commit()).has(200);
    }
  }

  @Test
  void whatAClientSendsCannotForgeALineOfTheLog() throws IOException {
    ask(Call.get("/v1/stats/x%0aforged"), team).problem(ProblemKind.OUTSIDE_PREFIX);
    assertThat(daemon.logged("x?forged")).hasSize(1);
    assertThat(daemon.logged("forged")).allMatch(line -> line.contains("Refused team"));
  }

  @Test
  void eachChangeIsInTheLogByTheTokensNameWithoutTokenOrPayload() throws IOException {
    ask(Call.merge("doc", "{\"payload\":1}"), writer).has(201);
    ask(Call.get("/v1/stats/doc"), writer).has(200);
    ask(Call.delete("/v1/stats/doc"), writer).has(200);
    assertThat(daemon.logged(" writer: "))
        .satisfiesExactly(
            merge -> assertThat(merge).endsWith("writer: POST /v1/stats/doc/merge"),
            delete -> assertThat(delete).endsWith("writer: DELETE /v1/stats/doc"));
    assertThat(daemon.logged("payload")).isEmpty();
    assertThat(daemon.logged(writer.token())).isEmpty();
  }

  @Test
  void aTokenThatIsTakenAwayIsRefusedOnItsNextRequestAndTheConnectionStays() throws Exception {
    Secret fresh = Secret.of("fresh");
    try (Wire wire = daemon.connectByTcp()) {
      wire.ask(local(Call.get("/v1/stats")).with(writer.header())).has(200);
      Files.writeString(tokens, reader.line("ro") + fresh.line("rw"));
      await().until(() -> ask(Call.get("/v1/stats"), fresh).status() == 200);
      wire.ask(local(Call.get("/v1/stats")).with(writer.header()))
          .problem(ProblemKind.UNAUTHORIZED);
      wire.ask(local(Call.get("/v1/stats")).with(reader.header())).has(200);
    }
  }

  @Test
  void aBrokenTokensFileLeavesTheLastTokensInForceAndIsToldOnce() throws Exception {
    Files.writeString(tokens, "writer rw\n");
    await().until(() -> !daemon.logged(BROKEN).isEmpty());
    ask(Call.get("/v1/stats"), writer).has(200);
    assertThat(daemon.logged(BROKEN).get(0)).contains("ERROR", "tokens, line 1");
    Files.writeString(tokens, reader.line("rw"));
    daemon.hangup();
    await().until(() -> ask(Call.merge("doc", "{}"), reader).status() < 300);
    assertThat(daemon.logged(BROKEN)).hasSize(1);
    ask(Call.get("/v1/stats"), writer).problem(ProblemKind.UNAUTHORIZED);
  }

  @Test
  void aHangupDoesNotEndTheDaemon() throws Exception {
    daemon.hangup();
    await().until(() -> !daemon.logged("Asked to read").isEmpty());
    ask(Call.get("/v1/stats"), writer).has(200);
  }
}
