package dev.larder.server.http;

import static dev.larder.server.http.ExactlyOnceTest.keyed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.Limits;
import dev.larder.protocol.ProblemKind;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.EngineOptions;
import dev.larder.server.journal.JournalOptions;
import dev.larder.server.ops.Identity;
import dev.larder.server.ops.Metrics;
import dev.larder.server.ops.Observations;
import dev.larder.server.ops.Readiness;
import dev.larder.server.ops.Traffic;
import dev.larder.server.publish.PublisherOptions;
import dev.larder.server.workspaces.LeaseBounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Walks the running daemon with {@code openapi.yaml}: all that it names, and nothing else. */
@Timeout(120)
class ContractTest {
  /** What no client can bring about; other tests of the daemon's rooms do. */
  private static final Set<String> OUT_OF_REACH =
      Set.of( // all need a full disk
          "POST /v1/leases/{token}/commit 507",
          "PUT /v1/leases/{token}/content 507",
          "GET /readyz 503");

  private static final String[] METHODS = {
    "GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE"
  };

  private static final String DOC = "/v1/stats/{doc}";
  private static final String SETTINGS = DOC + "/settings";
  private static final String KEY = "/v1/workspaces/{name}/{key}";
  private static final String LARGE = "{\"x\":\"" + "x".repeat(5000) + "\"}";

  @RegisterExtension
  static final LiveDaemon DAEMON =
      LiveDaemon.with(
          "--max-body",
          "4KiB",
          "--max-waiters",
          "1",
          "--max-watchers",
          "1",
          "--max-content",
          "4KiB");

  private final Contract contract = new Contract();

  ContractTest() throws IOException {}

  @Test
  void theRouterServesWhatTheContractNamesAndNothingElse(@TempDir Path root) throws Exception {
    Limits limits = Limits.DEFAULTS;
    EngineOptions options =
        new EngineOptions(
            limits,
            new JournalOptions(1 << 20),
            1 << 20,
            PublisherOptions.DEFAULTS,
            new LeaseBounds(1, 0, 1));
    Files.createDirectories(root.resolve("stats"));
    Engine engine = new Engine(root, options, failure -> {});
    engine.start();
    try {
      Identity identity = new Identity("0", 1, root, List.of(), Instant.now());
      Readiness readiness = new Readiness(engine);
      Metrics metrics =
          new Metrics(engine, new Observations(), new Traffic(), readiness, identity.version());
      Router router = Routes.of(engine, limits, identity, readiness, metrics, () -> {});
      assertThat(router.operations())
          .containsExactlyInAnyOrderElementsOf(
              contract.operations().stream().map(Contract.Operation::name).toList());
    } finally {
      engine.stop(0);
    }
  }

  @Test
  void anyOtherMethodIsRefusedWithThoseThatTheContractNames() throws IOException {
    Set<String> templates = new TreeSet<>();
    contract.operations().forEach(operation -> templates.add(operation.template()));
    for (String template : templates) {
      Set<String> named = new TreeSet<>();
      contract.operations().stream()
          .filter(operation -> operation.template().equals(template))
          .forEach(operation -> named.add(operation.method()));
      if (named.contains("GET")) {
        named.add("HEAD");
      }
      for (String method : METHODS) {
        if (!named.contains(method) && !method.equals("HEAD")) {
          Reply refused = DAEMON.ask(Call.of(method, filled(template)));
          refused.problem(ProblemKind.METHOD_NOT_ALLOWED);
          assertThat(Set.of(String.valueOf(refused.header("Allow")).split(", "))).isEqualTo(named);
        }
      }
    }
  }

  @Test
  void aParameterThatTheContractDoesNotNameIsRefused() throws IOException {
    for (Contract.Operation operation : contract.operations()) {
      Call call = Call.of(operation.method(), filled(operation.template()) + "?nonsense=1");
      DAEMON.ask(call).problem(ProblemKind.BAD_REQUEST);
      for (String parameter : new String[] {"ack", "pointer"}) {
        // "*" is no value of either, so nothing is done; the answer says what is wrong.
        String target = filled(operation.template()) + "?" + parameter + "=*";
        Reply refused = DAEMON.ask(Call.of(operation.method(), target));
        String detail = refused.problem(ProblemKind.BAD_REQUEST).get("detail").asString();
        String unknown = "The parameter '" + parameter + "' is not known here.";
        assertThat(detail.equals(unknown))
            .as("%s: %s", operation.name(), detail)
            .isNotEqualTo(operation.takes(parameter));
      }
    }
  }

  @Test
  void theExamplesFitTheirSchemas() {
    for (Contract.Operation operation : contract.operations()) {
      JsonNode body = operation.body();
      if (body != null) {
        body.properties()
            .forEach(
                type ->
                    contract.fits(
                        type.getValue().get("schema"),
                        type.getValue().get("example"),
                        operation.name()));
      }
    }
  }

  @Test
  void everyStatusThatTheContractNamesIsMet() throws Exception {
    documents();
    writes();
    batches();
    settings();
    watches();
    results();
    leases();
    takenAway();
    workspaceSettings();
    uploads();
    pins();
    evictions();
    probes();
    headsAreThoseOfGet();
    strangersByTcp();
    stop();
    assertThat(contract.unseen()).isEqualTo(new TreeSet<>(OUT_OF_REACH));
  }

  private void documents() throws IOException {
    expect("GET /v1/stats", 200, Call.get("/v1/stats"));
    expect("PUT " + DOC, 201, Call.put("/v1/stats/a", "{\"b\":1}"));
    expect("GET /v1/stats", 200, Call.get("/v1/stats"));
    expect("GET " + DOC, 200, Call.get("/v1/stats/a"));
    expect("GET " + DOC, 200, Call.get("/v1/stats/a?pointer=/b"));
    expect("GET " + DOC, 304, Call.get("/v1/stats/a").with("If-None-Match: \"1\""));
    expect("GET " + DOC, 400, Call.get("/v1/stats/.a"));
    expect("GET " + DOC, 404, Call.get("/v1/stats/missing"));
    expect("DELETE " + DOC, 400, Call.delete("/v1/stats/.a"));
    expect("DELETE " + DOC, 404, Call.delete("/v1/stats/missing"));
    expect("DELETE " + DOC, 412, Call.delete("/v1/stats/a").with("If-Match: \"9\""));
    Call once = keyed(Call.delete("/v1/stats/a"), "once");
    expect("DELETE " + DOC, 200, once);
    expect("DELETE " + DOC, 200, once);
    expect("DELETE " + DOC, 422, once.with("If-Match: *"));
  }

  private void writes() throws IOException {
    for (String name : new String[] {"PUT " + DOC, "PATCH " + DOC, "POST " + DOC + "/merge"}) {
      String doc = name.substring(0, 3).toLowerCase(Locale.ROOT);
      expect(name, 201, write(name, doc, "{}"));
      expect(name, 200, write(name, doc, "{\"a\":null}"));
      expect(name, 400, write(name, doc, "{"));
      expect(name, 412, write(name, doc, "{}").with("If-None-Match: *"));
      expect(name, 413, write(name, doc, LARGE));
      expect(
          name, 415, write(name, doc, "{}").without("Content-Type").with("Content-Type: text/x"));
      expect(name, 422, write(name, doc, "[]"));
    }
  }

  private Call write(String name, String doc, String json) {
    Contract.Operation operation = contract.operation(name);
    JsonNode body = Objects.requireNonNull(operation.body());
    return Call.of(operation.method(), operation.template().replace("{doc}", doc))
        .with("Content-Type: " + body.propertyNames().iterator().next())
        .body(json.getBytes(UTF_8));
  }

  private void batches() throws IOException {
    String batch = "POST /v1/batch";
    Call call = Call.post("/v1/batch");
    expect(batch, 200, call.json("{\"merges\":{\"b1\":{\"a\":1},\"b2\":{}}}"));
    expect(batch, 400, call.json("{"));
    expect(batch, 413, call.json(LARGE));
    expect(batch, 415, call.with("Content-Type: text/x").body(new byte[] {'x'}));
    expect(batch, 422, call.json("{\"merges\":{}}"));
  }

  private void settings() throws IOException {
    String get = "GET " + SETTINGS;
    String put = "PUT " + SETTINGS;
    String a = "/v1/stats/set/settings";
    String lost = "{\"publish\":\"" + DAEMON.beside("no/such/folder/x.json") + "\"}";
    expect(get, 404, Call.get(a));
    String rules = "{\"indent\":2,\"rules\":[{\"at\":\"/a\",\"op\":\"ewma\",\"alpha\":0.5}]}";
    expect(put, 201, Call.put(a, rules));
    expect(get, 200, Call.get(a));
    expect(put, 200, Call.put(a, lost));
    expect(get, 200, Call.get(a));
    expect(get, 400, Call.get("/v1/stats/.a/settings"));
    expect(put, 400, Call.put(a, "{"));
    expect(put, 409, Call.put("/v1/stats/other/settings", lost));
    expect(put, 412, Call.put(a, "{}").with("If-Match: \"99\""));
    expect(put, 413, Call.put(a, LARGE));
    expect(put, 415, Call.put(a, "{}").without("Content-Type").with("Content-Type: text/x"));
    expect(put, 422, Call.put(a, "{\"indent\":99}"));
    // Durable and not published: one of the problems that "default" stands for.
    Call published = Call.post("/v1/stats/set/merge?ack=published").json("{\"a\":1}");
    expect("POST " + DOC + "/merge", 503, published).problem(ProblemKind.PUBLISH_FAILED);
    expect("GET /v1/stats", 200, Call.get("/v1/stats"));
    expect("GET /v1/status", 200, Call.get("/v1/status"));
  }

  private void watches() throws IOException {
    String documentEvents = "GET " + DOC + "/events";
    String workspaceEvents = "GET /v1/workspaces/{name}/events";
    expect(documentEvents, 200, Call.head("/v1/stats/a/events"));
    expect(workspaceEvents, 200, Call.head("/v1/workspaces/w/events"));
    expect(documentEvents, 400, Call.get("/v1/stats/a/events?values=perhaps"));
    expect(workspaceEvents, 400, Call.get("/v1/workspaces/.w/events"));
    try (Events first = Events.of(DAEMON, "/v1/stats/a/events")) {
      first.next("open");
      expect(documentEvents, 429, Call.get("/v1/stats/b/events"));
      expect(workspaceEvents, 429, Call.get("/v1/workspaces/w/events"));
      expect("GET " + DOC, 429, Call.get("/v1/stats/a?after=9&wait=1s"));
    }
    String log = "GET " + DOC + "/log";
    expect(log, 200, Call.get("/v1/stats/a/log"));
    expect(log, 400, Call.get("/v1/stats/a/log?limit=0"));
    expect(log, 404, Call.get("/v1/stats/missing/log"));
  }

  private void results() throws IOException {
    String build = "POST " + KEY + "/build";
    String get = "GET " + KEY;
    String delete = "DELETE " + KEY;
    String path = "/v1/workspaces/w/k";
    expect("GET /v1/workspaces", 200, Call.get("/v1/workspaces"));
    expect(get, 404, Call.get(path));
    expect(delete, 404, Call.delete(path));
    expect(get, 400, Call.get("/v1/workspaces/w/.k"));
    expect(delete, 400, Call.delete("/v1/workspaces/w/.k"));
    expect("GET /v1/workspaces/{name}", 400, Call.get("/v1/workspaces/.w"));
    expect(build, 400, Call.build(".w/k"));
    expect(build, 409, Call.build("w/k").json("{\"resume\":\"none\"}"));
    expect(build, 413, Call.build("w/k").json(LARGE));
    expect(build, 415, Call.build("w/k").with("Content-Type: text/x").body(new byte[] {'x'}));
    expect(build, 422, Call.build("w/k").json("{\"key\":1}"));
    Call named = Call.build("w/k").json("{\"builder\":{\"pid\":7,\"host\":\"a\"}}");
    try (Building building = Building.begin(DAEMON, named);
        Wire waiter = DAEMON.connect().send(named)) {
      await().until(() -> DAEMON.ask(Call.get(path)).json().get("waiters").asInt() == 1);
      expect(build, 429, named);
      expect(get, 200, Call.get(path));
      expect(delete, 409, Call.delete(path));
      expect("GET /v1/workspaces", 200, Call.get("/v1/workspaces"));
      DAEMON.ask(building.stage("x").commit()).has(200);
      contract.check(build, waiter.reply()); // "waiting" and "ready"
    }
    expect(build, 200, named);
    expect(get, 200, Call.get(path));
    content(path + "/content");
    expect("GET /v1/workspaces/{name}", 200, Call.get("/v1/workspaces/w"));
    expect("GET /v1/workspaces/{name}", 200, Call.get("/v1/workspaces/never-used"));
    expect(delete, 204, Call.delete(path));
  }

  private void content(String content) throws IOException {
    String get = "GET " + KEY + "/content";
    Reply whole = expect(get, 200, Call.get(content));
    expect(get, 304, Call.get(content).with("If-None-Match: " + whole.header("ETag")));
    expect(get, 206, Call.get(content).with("Range: bytes=0-0"));
    expect(get, 416, Call.get(content).with("Range: bytes=9-"));
    expect(get, 400, Call.get("/v1/workspaces/w/.k/content"));
    expect(get, 404, Call.get("/v1/workspaces/w/none/content"));
  }

  private void uploads() throws IOException {
    String put = "PUT /v1/leases/{token}/content";
    expect(put, 409, Call.of("PUT", "/v1/leases/none/content").body(new byte[1]));
    try (Building building = Building.begin(DAEMON, "l/sent")) {
      expect(put, 400, building.send("?mode=9").body(new byte[1]));
      expect(put, 413, building.send("").body(LARGE.getBytes(UTF_8)));
      expect(put, 415, building.send("").with("Content-Type: text/x").body(new byte[1]));
      Call tar = building.send("").with("Content-Type: application/x-tar");
      expect(put, 422, tar.body("no tar".getBytes(UTF_8)));
      expect(put, 204, building.send("?mode=755").body(new byte[1]));
      DAEMON.ask(building.commit()).has(200);
    }
  }

  private void leases() throws IOException {
    String commit = "POST /v1/leases/{token}/commit";
    String fail = "POST /v1/leases/{token}/fail";
    expect(commit, 409, Call.post("/v1/leases/none/commit"));
    expect(fail, 409, Call.post("/v1/leases/none/fail"));
    expect(commit, 400, keyed(Call.post("/v1/leases/none/commit"), "\""));
    try (Building building = Building.begin(DAEMON, "l/good")) {
      contract.checkLine("POST " + KEY + "/build", building.grant());
      expect(commit, 422, building.commit());
      expect(commit, 200, building.stage("x").commit());
    }
    try (Building building = Building.begin(DAEMON, "l/bad")) {
      expect(fail, 400, building.fail("{"));
      expect(fail, 413, building.fail(LARGE));
      expect(fail, 415, building.fail("{}").without("Content-Type").with("Content-Type: text/x"));
      expect(fail, 422, building.fail("{\"retry_after_s\":-1}"));
      expect(fail, 204, building.fail("{\"retry_after_s\":3600,\"exit_code\":1}"));
    }
    expect("POST " + KEY + "/build", 200, Call.build("l/bad")); // "failed"
    expect("GET " + KEY, 200, Call.get("/v1/workspaces/l/bad"));
    expect("GET /v1/workspaces/{name}", 200, Call.get("/v1/workspaces/l"));
  }

  private void takenAway() throws IOException {
    String release = "DELETE " + KEY + "/lease";
    String progress = "POST /v1/leases/{token}/progress";
    String build = "POST " + KEY + "/build";
    expect(release, 400, Call.delete("/v1/workspaces/l/.k/lease"));
    expect(release, 404, Call.delete("/v1/workspaces/l/taken/lease"));
    expect(progress, 409, Call.post("/v1/leases/none/progress").json("{}"));
    Call deadline = Call.build("l/taken").json("{\"deadline_ms\":3600000}");
    try (Building building = Building.begin(DAEMON, deadline)) {
      contract.checkLine(build, building.grant());
      Call say = Call.post("/v1/leases/" + building.token() + "/progress");
      expect(progress, 204, say.json("{\"line\":\"half\",\"percent\":50}"));
      expect(progress, 400, say.json("{"));
      expect(progress, 413, say.json(LARGE));
      expect(progress, 415, say.json("{}").without("Content-Type").with("Content-Type: text/x"));
      expect(progress, 422, say.json("{\"percent\":101}"));
      try (Wire waiter = DAEMON.connect().open(Call.build("l/taken"))) {
        JsonNode waiting = waiter.next();
        contract.checkLine(build, waiting);
        assertThat(waiting.get("progress").get("line").asString()).isEqualTo("half");
        Call again = Call.build("l/taken").with("Larder-Lease: " + building.token());
        expect(build, 429, Call.build("l/taken"));
        expect(build, 409, again).problem(ProblemKind.BUILD_RING);
      }
      expect("GET " + KEY, 200, Call.get("/v1/workspaces/l/taken?wait=1ms"));
      expect("GET " + KEY, 400, Call.get("/v1/workspaces/l/taken?wait=6m"));
      expect(release, 200, Call.delete("/v1/workspaces/l/taken/lease"));
      contract.checkLine(build, building.stream().next("failed"));
    }
  }

  private void workspaceSettings() throws IOException {
    String get = "GET /v1/workspaces/{name}/settings";
    String put = "PUT /v1/workspaces/{name}/settings";
    String path = "/v1/workspaces/q/settings";
    expect(get, 400, Call.get("/v1/workspaces/.q/settings"));
    expect(get, 200, Call.get(path));
    expect(put, 200, Call.put(path, "{\"max_builds\":1,\"deadline_ms\":60000}"));
    expect(get, 200, Call.get(path));
    expect(put, 400, Call.put(path, "{"));
    expect(put, 413, Call.put(path, LARGE));
    expect(put, 415, Call.put(path, "{}").without("Content-Type").with("Content-Type: text/x"));
    expect(put, 422, Call.put(path, "{\"max_builds\":0}"));
    String build = "POST " + KEY + "/build";
    try (Building first = Building.begin(DAEMON, "q/first");
        Wire queued = DAEMON.connect().open(Call.build("q/second"))) {
      JsonNode waiting = queued.next();
      contract.checkLine(build, waiting);
      assertThat(waiting.get("queued").asInt()).isEqualTo(1);
      expect("GET " + KEY, 200, Call.get("/v1/workspaces/q/second"));
      DAEMON.ask(first.stage("x").commit()).has(200);
      contract.checkLine(build, queued.next("granted"));
      expect(build, 200, Call.post("/v1/workspaces/q/second/build?stale=allow"));
    }
  private void pins() throws IOException {
    String put = "PUT " + KEY + "/pins/{pin}";
    String delete = "DELETE " + KEY + "/pins/{pin}";
    String pin = "/v1/workspaces/pins/k/pins/p";
    expect(put, 404, Call.put(pin, "{}"));
    try (Building building = Building.begin(DAEMON, "pins/k")) {
      DAEMON.ask(building.stage("x").commit()).has(200);
    }
    expect(put, 200, Call.put(pin, "{}"));
    expect(put, 200, Call.put(pin, "{\"expires_after_s\": 60}"));
    expect(put, 400, Call.put("/v1/workspaces/pins/k/pins/.p", "{}"));
    expect(put, 413, Call.put(pin, LARGE));
    expect(put, 415, Call.put(pin, "{}").without("Content-Type").with("Content-Type: text/x"));
    expect(put, 422, Call.put(pin, "{\"expires_after_s\": 0}"));
    for (int i = 1; i < 100; i++) {
      DAEMON.ask(Call.put(pin + i, "{}")).has(200);
    }
    expect(put, 429, Call.put("/v1/workspaces/pins/k/pins/more", "{}"));
    expect("GET " + KEY, 200, Call.get("/v1/workspaces/pins/k"));
    expect("DELETE " + KEY, 409, Call.delete("/v1/workspaces/pins/k"));
    expect("POST /v1/evictions", 200, Call.post("/v1/evictions").json("{\"name\":\"pins\"}"));
    expect(delete, 204, Call.delete(pin));
    expect(delete, 404, Call.delete(pin));
    expect(delete, 400, Call.delete("/v1/workspaces/pins/k/pins/.p"));
    expect("DELETE " + KEY, 204, Call.delete("/v1/workspaces/pins/k?force=true"));
    Call both = Call.build("pins/k2").json("{\"pin\":true}");
    try (Wire stream = DAEMON.connect().open(both)) {
      Building building = Building.granted(stream);
      DAEMON.ask(building.stage("x").commit()).has(200);
      contract.checkLine("POST " + KEY + "/build", stream.next("ready"));
    }
  }

  private void evictions() throws IOException {
    String evict = "POST /v1/evictions";
    Call call = Call.post("/v1/evictions");
    expect(evict, 200, call.json("{\"to_bytes\":0,\"dry_run\":true}"));
    expect(evict, 400, call.json("{"));
    expect(evict, 413, call.json(LARGE));
    expect(evict, 415, call.with("Content-Type: text/x").body(new byte[] {'x'}));
    expect(evict, 422, call.json("{}"));
    expect(evict, 422, call.json("{\"key\":\"k\",\"to_bytes\":0}"));
  }

  private void probes() throws IOException {
    for (String path : new String[] {"/healthz", "/readyz", "/version", "/v1/status"}) {
      expect("GET " + path, 200, Call.get(path));
    }
    expect("GET /metrics", 200, Call.get("/metrics"));
    Call open = Call.get("/metrics").with("Accept: application/openmetrics-text; version=1.0.0");
    expect("GET /metrics", 200, open);
  }

  private void headsAreThoseOfGet() throws IOException {
    for (Contract.Operation operation : contract.operations()) {
      if (operation.method().equals("GET")) {
        String target = filled(operation.template());
        try (Wire wire = DAEMON.connect()) {
          Reply head = wire.ask(Call.head(target));
          Reply get = wire.send(Call.get(target)).replyToHead();
          assertThat(head.status()).as(target).isEqualTo(get.status());
          assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
        }
      }
    }
  }

  /** Every operation refuses who may not ask, before it looks at anything else. */
  @SuppressWarnings("try") // closing the daemon may be interrupted
  private void strangersByTcp() throws Exception {
    try (LiveDaemon daemon =
        LiveDaemon.listening("--tokens", Secret.file("any", "rw").toString())) {
      for (Contract.Operation operation : contract.operations()) {
        Call call = Call.of(operation.method(), filled(operation.template())).without("Host");
        Call stranger = call.with("Host: localhost");
        if (operation.responses().has("401")) {
          refused(operation, daemon.askByTcp(stranger), ProblemKind.UNAUTHORIZED);
        } else {
          daemon.askByTcp(stranger).has(200);
        }
        Call page = stranger.with("Origin: https://larder.example");
        refused(operation, daemon.askByTcp(page), ProblemKind.FOREIGN_ORIGIN);
        Call misled = call.with("Host: larder.example");
        refused(operation, daemon.askByTcp(misled), ProblemKind.WRONG_HOST);
      }
    }
  }

  private void refused(Contract.Operation operation, Reply reply, ProblemKind kind) {
    reply.problem(kind);
    contract.check(operation.name(), reply);
  }

  private void stop() throws Exception {
    expect("POST /v1/stop", 202, Call.post("/v1/stop"));
    assertThat(DAEMON.exitCode()).isZero();
    DAEMON.start();
  }

  private Reply expect(String name, int status, Call call) throws IOException {
    Reply reply = DAEMON.ask(call).has(status);
    contract.check(name, reply);
    return reply;
  }

  private static String filled(String template) {
    return template
        .replace("{doc}", "filled")
        .replace("{name}", "filled")
        .replace("{key}", "filled")
        .replace("{pin}", "filled")
        .replace("{token}", "filled");
  }
}
