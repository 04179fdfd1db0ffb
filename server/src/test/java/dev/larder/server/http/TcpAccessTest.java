package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A loopback port without tokens, as a program of this machine and a browser's page see it. */
@Timeout(60)
class TcpAccessTest {
  @RegisterExtension
  static final LiveDaemon DAEMON =
      LiveDaemon.with("--listen", "localhost:0", "--allow-host", "larder.test");

  @Test
  void aProgramOfThisMachineReadsAndWritesWithoutAToken() throws IOException {
    DAEMON.askByTcp(local(Call.merge("tcp", "{\"a\":1}"))).has(201);
    assertThat(DAEMON.askByTcp(local(Call.get("/v1/stats/tcp"))).text()).isEqualTo("{\"a\": 1}");
    assertThat(DAEMON.logged("127.0.0.1: POST /v1/stats/tcp/merge")).hasSize(1);
  }

  @Test
  void theStatusNamesEveryEndpoint() throws IOException {
    JsonNode endpoints = DAEMON.askByTcp(local(Call.get("/v1/status"))).json().get("endpoints");
    assertThat(endpoints.get(0).asString()).startsWith("unix:/");
    assertThat(endpoints.get(1).asString()).endsWith("localhost:" + DAEMON.port().getPort());
  }

  @Test
  void aHostThatIsNoneOfOursIsRefusedAndTheConnectionGoesOn() throws IOException {
    try (Wire wire = DAEMON.connectByTcp()) {
      Call rebound = Call.get("/v1/stats").without("Host").with("Host: evil.example");
      wire.ask(rebound).problem(ProblemKind.WRONG_HOST);
      wire.ask(rebound).problem(ProblemKind.WRONG_HOST);
      wire.ask(local(Call.get("/v1/stats"))).has(200);
      wire.ask(Call.get("/v1/stats").without("Host").with("Host: larder.test")).has(200);
    }
    assertThat(DAEMON.logged("(wrong-host)")).hasSize(1);
  }

  @Test
  void aPageOfAnotherOriginIsRefusedAndChangesNothing() throws IOException {
    Call write = local(Call.put("/v1/stats/page", "{}")).with("Origin: http://localhost:3000");
    DAEMON.askByTcp(write).problem(ProblemKind.FOREIGN_ORIGIN);
    DAEMON.askByTcp(write).problem(ProblemKind.FOREIGN_ORIGIN);
    DAEMON.askByTcp(local(Call.get("/v1/stats/page"))).problem(ProblemKind.NOT_FOUND);
    DAEMON
        .askByTcp(local(Call.get("/v1/stats")).with("Sec-Fetch-Site: cross-site"))
        .problem(ProblemKind.FOREIGN_ORIGIN);
    assertThat(DAEMON.logged("(foreign-origin)")).hasSize(1);
  }

  @Test
  void aBuilderByTcpIsToldNoPathButWhereToTakeTheContent() throws IOException {
    try (Wire stream = DAEMON.connectByTcp().open(local(Call.build("remote/k")))) {
      JsonNode grant = stream.next("granted");
      assertThat(grant.get("staging").isNull()).isTrue();
      assertThat(grant.get("final").isNull()).isTrue();
      String lease = "/v1/leases/" + grant.get("token").asString();
      JsonNode problem =
          DAEMON.askByTcp(local(Call.post(lease + "/commit"))).problem(ProblemKind.NOTHING_STAGED);
      assertThat(problem.toString()).doesNotContain(DAEMON.root().toString());
      DAEMON.askByTcp(local(Call.post(lease + "/fail"))).has(204);
      assertThat(DAEMON.logged(grant.get("token").asString())).isEmpty();
      assertThat(DAEMON.logged("POST /v1/leases/…/fail (remote/k)")).hasSize(1);
    }
  }

  @Test
  void aResultByTcpIsToldByItsContentAndByTheSocketByItsPathToo() throws IOException {
    try (Building building = Building.begin(DAEMON, "near/k")) {
      DAEMON.ask(building.stage("x").commit()).has(200);
    }
    String content = "/v1/workspaces/near/k/content";
    for (String path : new String[] {"/v1/workspaces/near/k", "/v1/workspaces/near"}) {
      Reply far = DAEMON.askByTcp(local(Call.get(path))).has(200);
      assertThat(far.text()).contains(content).doesNotContain(DAEMON.root().toString());
      assertThat(DAEMON.ask(Call.get(path)).text())
          .contains(content, DAEMON.root().resolve("workspaces/near/k/content").toString());
    }
    JsonNode ready = DAEMON.askByTcp(local(Call.build("near/k"))).json();
    assertThat(ready.get("path").isNull()).isTrue();
    assertThat(ready.get("content").asString()).isEqualTo(content);
  }

  @Test
  void whoComesByTcpIsNeitherToldWhereFilesAreNorMaySayWhere() throws IOException {
    String here = DAEMON.beside("here.json").toString();
    DAEMON.ask(Call.put("/v1/stats/set/settings", "{\"publish\":\"" + here + "\"}")).has(201);
    String settings = "/v1/stats/set/settings";
    assertThat(DAEMON.askByTcp(local(Call.get(settings))).text()).doesNotContain(here);
    assertThat(DAEMON.askByTcp(local(Call.get("/v1/stats"))).text()).doesNotContain(here);
    String elsewhere = "{\"publish\":\"" + DAEMON.beside("evil.json") + "\"}";
    DAEMON.askByTcp(local(Call.put(settings, elsewhere))).problem(ProblemKind.BAD_SETTINGS);
    DAEMON.askByTcp(local(Call.put(settings, "{\"indent\":2}"))).has(200);
    JsonNode kept = DAEMON.ask(Call.get(settings)).json();
    assertThat(kept.get("publish").asString()).isEqualTo(here);
    assertThat(kept.get("indent").asInt()).isEqualTo(2);
  }

  static Call local(Call call) {
    return call.without("Host").with("Host: localhost");
  }
}
