package dev.larder.server.http;

import static dev.larder.server.http.TcpAccessTest.local;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.protocol.IdempotencyKey;
import dev.larder.protocol.ProblemKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Writes of documents with an Idempotency-Key: done once, however often they are sent. */
@Timeout(120)
@SuppressWarnings("try") // closing a daemon may be interrupted
class ExactlyOnceTest {
  private static final String SUM = "{\"rules\":[{\"at\":\"/n\",\"op\":\"sum\"}]}";
  private static final int MANY = 100;

  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with();

  private final String doc = "d-" + UUID.randomUUID();
  private final String path = "/v1/stats/" + doc;
  private final String key = "\"" + UUID.randomUUID() + "\"";

  static Call keyed(Call call, String key) {
    return call.with(IdempotencyKey.HEADER + ": " + key);
  }

  private static boolean isReplayed(Reply reply) {
    return "true".equals(reply.header(IdempotencyKey.REPLAYED_HEADER));
  }

  /** Both answers are one, and only the second says that it is a repeat. */
  private static void same(Reply first, Reply again) {
    assertThat(again.has(first.status()).text()).isEqualTo(first.text());
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(isReplayed(first)).isFalse();
    assertThat(isReplayed(again)).isTrue();
  }

  private List<Call> everyWrite() {
    return List.of(
        Call.put(path, "{\"n\":1}"),
        Call.put(path + "/settings", SUM),
        Call.merge(doc, "{\"n\":1}"),
        Call.patch(doc, "{\"m\":[1]}"),
        Call.post("/v1/batch").json("{\"merges\":{\"" + doc + "\":{\"n\":1}}}"),
        Call.delete(path));
  }

  @Test
  void aRepeatGetsTheFirstAnswerAndChangesNothing() throws IOException {
    int version = 0;
    for (Call write : everyWrite()) {
      Call call = keyed(write, "\"" + UUID.randomUUID() + "\"");
      Reply first = DAEMON.ask(call);
      version++;
      same(first, DAEMON.ask(call));
      same(first, DAEMON.ask(call));
    }
    // Of a removed document the next version tells how many there were.
    assertThat(DAEMON.ask(Call.put(path, "{}")).has(201).docVersion()).isEqualTo(version + 1L);
  }

  @Test
  void allOfItIsThereAfterAKillAndAfterACleanStop() throws Exception {
    List<Call> calls =
        everyWrite().stream().map(call -> keyed(call, UUID.randomUUID().toString())).toList();
    List<Reply> first = new ArrayList<>();
    for (Call call : calls) {
      first.add(DAEMON.ask(call));
    }
    DAEMON.killAndStartAgain();
    for (int i = 0; i < calls.size(); i++) {
      same(first.get(i), DAEMON.ask(calls.get(i)));
    }
    DAEMON.terminate();
    assertThat(DAEMON.exitCode()).isZero();
    DAEMON.start();
    for (int i = 0; i < calls.size(); i++) {
      same(first.get(i), DAEMON.ask(calls.get(i)));
    }
    DAEMON.ask(Call.get(path)).problem(ProblemKind.NOT_FOUND);
  }

  @Test
  void aCheckpointKeepsTheKeys() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--journal-segment", "64KiB")) {
      Call call = keyed(Call.merge(doc, "{\"n\":1}"), key);
      Reply first = daemon.ask(call).has(201);
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
      same(first, daemon.ask(call));
      daemon.killAndStartAgain();
      same(first, daemon.ask(call));
    }
  }

  @Test
  void twinsInOnePipelineAreOneWrite() throws IOException {
    DAEMON.ask(Call.put(path + "/settings", SUM)).has(201);
    Call call = keyed(Call.merge(doc, "{\"n\":1}"), key);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < MANY; i++) {
      all.writeBytes(call.bytes());
      all.writeBytes(Call.get(path + "?pointer=/n").bytes());
    }
    try (Wire wire = DAEMON.connect()) {
      wire.send(all.toByteArray());
      for (int i = 0; i < MANY; i++) {
        Reply reply = wire.reply();
        assertThat(reply.has(200).docVersion()).isEqualTo(2);
        assertThat(isReplayed(reply)).isEqualTo(i > 0);
        assertThat(wire.reply().has(200).text()).isEqualTo("1");
      }
    }
  }

  @Test
  void aPreconditionIsNotLookedAtAgain() throws IOException {
    Call call = keyed(Call.put(path, "{}").with("If-None-Match: *"), key);
    same(DAEMON.ask(call).has(201), DAEMON.ask(call));
    DAEMON.ask(keyed(Call.put(path, "{}"), key)).problem(ProblemKind.IDEMPOTENCY_KEY_REUSED);
  }

  @Test
  void anotherRequestWithTheKeyIsRefusedAndChangesNothing() throws IOException {
    DAEMON.ask(keyed(Call.merge(doc, "{\"n\":1}"), key)).has(201);
    for (Call other :
        List.of(
            Call.merge(doc, "{\"n\":2}"),
            Call.merge(doc + "x", "{\"n\":1}"),
            Call.put(path, "{\"n\":1}"),
            Call.patch(doc, "{\"n\":1}"),
            Call.delete(path),
            Call.put(path + "/settings", "{}"),
            Call.post("/v1/batch").json("{\"merges\":{\"" + doc + "\":{\"n\":1}}}"),
            Call.merge(doc, "{\"n\":1}").with("If-Match: \"1\""))) {
      DAEMON.ask(keyed(other, key)).problem(ProblemKind.IDEMPOTENCY_KEY_REUSED);
    }
    assertThat(DAEMON.ask(Call.get(path)).header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void whenItIsAnsweredAndHowItIsSentDoNotMakeItAnotherRequest() throws IOException {
    Call call = Call.merge(doc, "{\"n\":1}");
    DAEMON.ask(keyed(call, "\"" + doc + "\"")).has(201);
    assertThat(isReplayed(DAEMON.ask(keyed(call.chunked(2), doc)))).isTrue();
    Call published = Call.post(path + "/merge?ack=published").json("{\"n\":1}");
    assertThat(isReplayed(DAEMON.ask(keyed(published, doc)).has(201))).isTrue();
    assertThat(DAEMON.root().resolve("stats/" + doc + ".json")).hasContent("{\"n\": 1}");
  }

  @Test
  void aRepeatThatWaitsForPublishingIsAnsweredForWhatIsLongOverToo() throws Exception {
    Call put = keyed(Call.put(path + "?ack=published", "{}"), key);
    DAEMON.ask(put).has(201);
    DAEMON.ask(Call.delete(path)).has(200);
    DAEMON.killAndStartAgain();
    assertThat(isReplayed(DAEMON.ask(put).has(201))).isTrue();
  }

  @Test
  void aRefusalIsNotRemembered() throws IOException {
    Call call = keyed(Call.delete(path), key);
    DAEMON.ask(call).problem(ProblemKind.NOT_FOUND);
    DAEMON.ask(call).problem(ProblemKind.NOT_FOUND);
    DAEMON.ask(Call.put(path, "{}")).has(201);
    same(DAEMON.ask(call).has(200), DAEMON.ask(call));
  }

  @Test
  void settingsThatCouldNotBeTakenInAnyMoreAreStillARepeat() throws Exception {
    Path target = DAEMON.beside(doc + ".json");
    Call call = keyed(Call.put(path + "/settings", "{\"publish\":\"" + target + "\"}"), key);
    Reply first = DAEMON.ask(call).has(201);
    DAEMON.ask(Call.put(path + "/settings", "{}")).has(200);
    Files.writeString(target, "no JSON");
    same(first, DAEMON.ask(call));
  }

  @Test
  void whatIsNoKeyIsRefused() throws IOException {
    for (String bad : List.of("", "\"\"", "\"a", "a,b", "\"a\";b", "é", "x".repeat(201))) {
      DAEMON.ask(keyed(Call.merge(doc, "{}"), bad)).problem(ProblemKind.BAD_REQUEST);
    }
    DAEMON.ask(keyed(keyed(Call.merge(doc, "{}"), "a"), "b")).problem(ProblemKind.BAD_REQUEST);
    DAEMON.ask(Call.get(path)).problem(ProblemKind.NOT_FOUND);
  }

  @Test
  void theOldestKeysAreForgottenFirst() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--max-remembered", "3")) {
      for (int i = 0; i < 5; i++) {
        daemon.ask(keyed(Call.merge(doc, "{}"), "k" + i));
      }
      assertThat(isReplayed(daemon.ask(keyed(Call.merge(doc, "{}"), "k3")))).isTrue();
      daemon.killAndStartAgain();
      assertThat(isReplayed(daemon.ask(keyed(Call.merge(doc, "{}"), "k4")))).isTrue();
      assertThat(isReplayed(daemon.ask(keyed(Call.merge(doc, "{}"), "k0")))).isFalse();
    }
  }

  @Test
  void aKeyIsForgottenWhenItsTimeIsOver() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started("--remember-for", "1s")) {
      Call call = keyed(Call.merge(doc, "{}"), key);
      daemon.ask(call).has(201);
      await().until(() -> daemon.ask(call).docVersion() > 1);
    }
  }

  @Test
  void whoseKeyItIsDecides() throws Exception {
    Secret one = Secret.of("one");
    Secret two = Secret.of("two");
    Path tokens = Files.createTempFile("tokens", "");
    Files.writeString(tokens, one.line("rw") + two.line("rw"));
    try (LiveDaemon daemon = LiveDaemon.listening("--tokens", tokens.toString())) {
      Call call = keyed(Call.merge(doc, "{}"), key);
      for (int version = 1; version <= 3; version++) {
        Call as = local(call).with((version == 1 ? one : two).header());
        Reply first = version == 3 ? daemon.ask(call) : daemon.askByTcp(as);
        assertThat(first.docVersion()).isEqualTo(version);
        same(first, version == 3 ? daemon.ask(call) : daemon.askByTcp(as));
      }
    } finally {
      Files.delete(tokens);
    }
  }

  @Test
  void keysAndRepeatsAreCounted() throws Exception {
    try (LiveDaemon daemon = LiveDaemon.started()) {
      for (int i = 0; i < 3; i++) {
        daemon.ask(keyed(Call.merge(doc, "{}"), "one"));
        daemon.ask(keyed(Call.merge(doc, "{}"), "two"));
      }
      Scrape scrape = Scrape.of(daemon);
      assertThat(scrape.value("larder_idempotency_keys")).isEqualTo(2);
      assertThat(scrape.value("larder_idempotent_replays_total")).isEqualTo(4);
    }
  }
}
