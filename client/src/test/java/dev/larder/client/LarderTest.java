package dev.larder.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.client.http.ScriptedPeer;
import dev.larder.protocol.Ack;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.ProblemKind;
import dev.larder.protocol.WriteAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LarderTest extends PeerTest {
  private static final byte[] ENTRIES = "{\"a\": 1}".getBytes(UTF_8);
  private static final String WRITTEN = "{\"version\":7,\"entries\":2,\"bytes\":30}";

  private static final Pattern KEY = Pattern.compile("\r\nIdempotency-Key: \"[0-9a-f]{32}\"\r\n");

  /** Of a daemon whose process cannot be seen from here. */
  private static final String STATUS =
      "{\"pid\":0,\"root\":\"/r\",\"started\":\"2026-01-01T00:00:00Z\",\"protocol\":1,"
          + "\"connections\":1}";

  private List<String> requestLines() {
    return peer.heard().stream().map(request -> request.lines().findFirst().orElse("")).toList();
  }

  @Test
  void writesGoToTheirPathsWithTheirConditions() {
    peer.then(
        line -> {
          for (int i = 0; i < 5; i++) {
            line.hear();
            line.answer(200, "", WRITTEN);
          }
        });
    WriteOptions options = WriteOptions.DEFAULTS;
    assertThat(larder.merge("d", ENTRIES, Ack.PUBLISHED)).isEqualTo(new WriteAnswer(7, 2, 30));
    larder.patch("d", ENTRIES, options);
    larder.put("d", ENTRIES, options.withIfVersion(6).withAck(Ack.PUBLISHED));
    larder.put("d", ENTRIES, options.withIfAbsent());
    larder.delete("d", options.withIfVersion(7));
    assertThat(requestLines())
        .containsExactly(
            "POST /v1/stats/d/merge?ack=published HTTP/1.1",
            "PATCH /v1/stats/d?ack=durable HTTP/1.1",
            "PUT /v1/stats/d?ack=published HTTP/1.1",
            "PUT /v1/stats/d?ack=durable HTTP/1.1",
            "DELETE /v1/stats/d?ack=durable HTTP/1.1");
    assertThat(peer.heard().get(0)).endsWith("\r\n\r\n{\"a\": 1}");
    assertThat(peer.heard().get(1)).contains("Content-Type: application/merge-patch+json\r\n");
    assertThat(peer.heard().get(2)).contains("If-Match: \"6\"\r\n");
    assertThat(peer.heard().get(3)).contains("If-None-Match: *\r\n").doesNotContain("If-Match");
    assertThat(peer.heard().get(4)).contains("If-Match: \"7\"\r\n");
  }

  @Test
  void documentComesWithItsVersionAndItsBytesAsTheyAre() {
    peer.then(answering(200, "ETag: \"41\"\n", "{\"ä\": 1e400}"));
    StatsDocument document = larder.get("d");
    assertThat(document.version()).isEqualTo(41);
    assertThat(new String(document.json(), UTF_8)).isEqualTo("{\"ä\": 1e400}");
  }

  @Test
  void pointerIsEncoded() {
    peer.then(answering(200, "", "1"));
    assertThat(larder.get("d", "/a b/é&+/~1#")).isEqualTo(new byte[] {'1'});
    assertThat(requestLines())
        .containsExactly(
            "GET /v1/stats/d?pointer=%2Fa%20b%2F%C3%A9%26%2B%2F~1%23 HTTP/1.1".replace("~", "%7E"));
  }

  @Test
  void unchangedDocumentIsEmpty() {
    peer.then(
        line -> {
          line.hear();
          line.say("HTTP/1.1 304 Not Modified\nLarder-Protocol: 1\nETag: \"7\"\n\n");
          line.hear();
          line.answer(200, "ETag: \"8\"\n", "{}");
        });
    assertThat(larder.getIfNewer("d", 7)).isEmpty();
    assertThat(larder.getIfNewer("d", 7)).get().extracting(StatsDocument::version).isEqualTo(8L);
    assertThat(peer.heard()).allMatch(request -> request.contains("If-None-Match: \"7\"\r\n"));
  }

  @Test
  void copyStreamsTheDocument() {
    peer.then(
        line -> {
          line.hear();
          line.say("HTTP/1.1 200 OK\nLarder-Protocol: 1\nETag: \"3\"\n");
          line.say("Transfer-Encoding: chunked\n\n");
          for (int i = 0; i < 1000; i++) {
            line.chunk("x".repeat(1000));
          }
          line.say("0\n\n");
        });
    var target = new ByteArrayOutputStream();
    assertThat(larder.copyTo("d", target)).isEqualTo(3);
    assertThat(target.size()).isEqualTo(1_000_000);
  }

  @Test
  void copyIsNotBegunAgainBehindWhatIsWritten() {
    peer.then(
        line -> {
          line.hear();
          line.say("HTTP/1.1 200 OK\nLarder-Protocol: 1\nETag: \"3\"\nContent-Length: 10\n\nhalf");
        });
    var target = new ByteArrayOutputStream();
    assertThatThrownBy(() -> larder.copyTo("d", target))
        .isInstanceOf(LarderException.ConnectionLost.class);
    assertThat(target.toString(UTF_8)).isEqualTo("half");
  }

  @Test
  void copyToABrokenTargetSaysThatItIsTheTarget() {
    peer.then(answering(200, "ETag: \"3\"\n", "{}"));
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("disk full");
          }
        };
    assertThatThrownBy(() -> larder.copyTo("d", broken))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("disk full");
  }

  @Test
  void listsSettingsAndStatusAreMessages() {
    peer.then(
        line -> {
          line.hear();
          line.answer(
              200,
              "",
              "{\"documents\":[{\"name\":\"d\",\"version\":1,\"entries\":2,\"bytes\":3,"
                  + "\"published\":[],\"of_a_later_version\":true}]}");
          line.hear();
          line.answer(200, "", "{\"indent\":4}");
          line.hear();
          line.answer(200, "", WRITTEN);
          line.hear();
          line.answer(200, "", "{\"workspaces\":[]}");
          line.hear();
          line.answer(200, "", "{\"name\":\"w\",\"results\":[]}");
          line.hear();
          line.answer(
              200,
              "",
              "{\"name\":\"w\",\"key\":\"k\",\"state\":\"building\",\"waiters\":3,\"pins\":[],\"holds\":0}");
          line.hear();
          line.answer(200, "", "{}");
          line.hear();
          line.answer(200, "", "{\"name\":\"larder\",\"version\":\"1\",\"protocol\":1}");
        });
    assertThat(larder.stats().documents()).singleElement().matches(item -> item.bytes() == 3);
    assertThat(larder.settings("d")).isEqualTo(new DocumentSettings(null, null, 4));
    larder.settings("d", new DocumentSettings("/p", "0600", null));
    assertThat(larder.workspaces().workspaces()).isEmpty();
    assertThat(larder.results("w").results()).isEmpty();
    assertThat(larder.result("w", "k").key()).isEqualTo("k");
    larder.forget("w", "k");
    assertThat(larder.version().name()).isEqualTo("larder");
    assertThat(requestLines())
        .containsExactly(
            "GET /v1/stats HTTP/1.1",
            "GET /v1/stats/d/settings HTTP/1.1",
            "PUT /v1/stats/d/settings?ack=durable HTTP/1.1",
            "GET /v1/workspaces HTTP/1.1",
            "GET /v1/workspaces/w HTTP/1.1",
            "GET /v1/workspaces/w/k HTTP/1.1",
            "DELETE /v1/workspaces/w/k HTTP/1.1",
            "GET /version HTTP/1.1");
  }

  @Test
  void refusalCarriesItsProblem() {
    peer.then(answering(404, PROBLEM, problem("not-found", 404)));
    var refused = catchThrowableOfType(LarderException.Refused.class, () -> larder.get("missing"));
    assertThat(refused.is(ProblemKind.NOT_FOUND)).isTrue();
    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused).hasMessage("What happened. What to do.");
  }

  @Test
  void nameThatIsNoneIsRefusedWithoutAskingTheDaemon() {
    var refused =
        catchThrowableOfType(LarderException.Refused.class, () -> larder.get("../etc/passwd"));
    assertThat(refused.is(ProblemKind.BAD_NAME)).isTrue();
    assertThat(peer.heard()).isEmpty();
  }

  @Test
  void otherProtocolIsNamedWithBothVersions() {
    peer.then(
        line -> {
          line.hear();
          line.say("HTTP/1.1 200 OK\nLarder-Protocol: 2\nContent-Length: 2\n\n{}");
        });
    assertThatThrownBy(() -> larder.get("d"))
        .isInstanceOf(LarderException.WrongProtocol.class)
        .hasMessageContaining("version 2")
        .hasMessageContaining("version 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", "+PONG\n\n"})
  void otherServerIsNotTakenForADaemon(String answer) {
    peer.then(
        line -> {
          line.hear();
          line.say(answer);
        });
    assertThatThrownBy(() -> larder.merge("d", ENTRIES))
        .isInstanceOf(LarderException.WrongProtocol.class)
        .hasMessageContaining("no Larder daemon");
  }

  @Test
  void writeThatWasPutOffIsSentAgain() {
    peer.then(
        line -> {
          line.hear();
          line.answer(503, PROBLEM + "Retry-After: 0\n", problem("overloaded", 503));
          line.hear();
          line.answer(503, PROBLEM + "Retry-After: 0\n", problem("stopping", 503));
          line.hear();
          line.answer(200, "", WRITTEN);
        });
    assertThat(larder.merge("d", ENTRIES).version()).isEqualTo(7);
    assertThat(peer.heard()).hasSize(3);
  }

  @Test
  void writeThatIsPutOffForLongerThanTheTimeoutIsRefused() {
    peer.then(answering(503, PROBLEM + "Retry-After: 100\n", problem("overloaded", 503)));
    var refused =
        catchThrowableOfType(LarderException.Refused.class, () -> larder.merge("d", ENTRIES));
    assertThat(refused.is(ProblemKind.OVERLOADED)).isTrue();
  }

  @Test
  void writeWhoseOutcomeIsKnownIsNotSentAgain() {
    peer.then(answering(503, PROBLEM, problem("publish-failed", 503)));
    var refused =
        catchThrowableOfType(
            LarderException.Refused.class, () -> larder.merge("d", ENTRIES, Ack.PUBLISHED));
    assertThat(refused.is(ProblemKind.PUBLISH_FAILED)).isTrue();
    assertThat(peer.heard()).hasSize(1);
  }

  @Test
  void writeWhoseAnswerIsLostIsSentAgainWithItsKeyUntilItIsAnswered() {
    for (int loss = 0; loss < 8; loss++) {
      peer.then(ScriptedPeer.Line::hear);
    }
    peer.then(answering(200, "", WRITTEN));
    assertThat(larder.merge("d", ENTRIES).version()).isEqualTo(7);
    assertThat(peer.heard()).hasSize(9);
    assertThat(Set.copyOf(peer.heard())).hasSize(1);
    assertThat(peer.heard().get(0)).containsPattern(KEY);
  }

  @Test
  void writesHaveKeysOfTheirOwnOrTheCallers() {
    WriteOptions options = WriteOptions.DEFAULTS;
    WriteOptions own = options.withIdempotencyKey("a\"b");
    DocumentSettings settings = DocumentSettings.DEFAULTS;
    peer.then(
        line -> {
          for (int i = 0; i < 8; i++) {
            line.hear();
            line.answer(200, "", WRITTEN);
          }
        });
    larder.merge("d", ENTRIES);
    larder.merge("d", ENTRIES);
    larder.patch("d", ENTRIES, options);
    larder.put("d", ENTRIES, options);
    larder.delete("d", options);
    larder.settings("d", settings);
    assertThat(peer.heard().stream().map(LarderTest::keyOf)).doesNotHaveDuplicates();
    larder.merge("d", ENTRIES, own);
    larder.settings("d", settings, own);
    assertThat(peer.heard().subList(6, 8))
        .allMatch(request -> request.contains("Idempotency-Key: \"a\\\"b\"\r\n"));
  }

  private static String keyOf(String request) {
    Matcher key = KEY.matcher(request);
    assertThat(key.find()).as(request).isTrue();
    return key.group();
  }

  @Test
  void keyThatIsNoneIsRefusedWithoutAskingTheDaemon() {
    WriteOptions options = WriteOptions.DEFAULTS.withIdempotencyKey("a b");
    var refused =
        catchThrowableOfType(
            LarderException.Refused.class, () -> larder.merge("d", ENTRIES, options));
    assertThat(refused.is(ProblemKind.BAD_REQUEST)).isTrue();
    assertThat(peer.heard()).isEmpty();
  }

  @Test
  void writeIsGivenUpAtItsTimeoutAndTheLastLossIsTold() {
    try (Larder hasty = Larder.open(options().withTimeoutMs(300))) {
      for (int loss = 0; loss < 100; loss++) {
        peer.then(ScriptedPeer.Line::hear);
      }
      assertThatThrownBy(() -> hasty.merge("d", ENTRIES))
          .isInstanceOfAny(LarderException.TimedOut.class, LarderException.ConnectionLost.class);
    }
  }

  @Test
  void readWhoseAnswerIsLostIsSentAgain() {
    peer.then(ScriptedPeer.Line::hear)
        .then(
            line -> {
              line.hear();
              line.say("HTTP/1.1 200 OK\nLarder-Protocol: 1\nETag: \"1\"\nContent-Length: 9\n\n{");
            })
        .then(answering(200, "ETag: \"2\"\n", "{}"));
    assertThat(larder.get("d").version()).isEqualTo(2);
  }

  @Test
  void readIsGivenUpAfterSomeBrokenConnections() {
    assertThatThrownBy(() -> larder.get("d"))
        .isInstanceOfAny(LarderException.ConnectionLost.class, LarderException.Unreachable.class);
  }

  @Test
  void writeOnAKeptConnectionThatThePeerClosedGoesOutOnANewOne() throws Exception {
    peer.then(answering(200, "ETag: \"1\"\n", "{}")).then(answering(200, "", WRITTEN));
    larder.get("d");
    peer.awaitEndOfScene();
    assertThat(larder.merge("d", ENTRIES).version()).isEqualTo(7);
  }

  @Test
  void slowAnswerTimesOut() {
    peer.then(
        line -> {
          line.hear();
          line.hungUp();
        });
    try (Larder hasty = Larder.open(options().withTimeoutMs(50))) {
      assertThatThrownBy(() -> hasty.merge("d", ENTRIES))
          .isInstanceOf(LarderException.TimedOut.class);
    }
  }

  @Test
  void interruptIsToldAndKept() {
    Thread caller = Thread.currentThread();
    peer.then(
        line -> {
          line.hear();
          caller.interrupt();
          line.hungUp();
        });
    assertThatThrownBy(() -> larder.get("d")).isInstanceOf(LarderException.Interrupted.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void missingDaemonIsToldWithItsSocketAndWhatToDo() throws IOException {
    peer.close();
    assertThatThrownBy(() -> larder.get("d"))
        .isInstanceOf(LarderException.Unreachable.class)
        .hasMessageContaining("unix:" + folder.resolve("peer.sock"))
        .hasMessageContaining("no such socket")
        .matches(e -> ((LarderException.Unreachable) e).isAbsent());
  }

  @Test
  void manyThreadsShareOneClient() {
    int threads = 20;
    for (int i = 0; i < threads; i++) {
      peer.then(
          line -> {
            while (true) {
              String request = line.hear();
              line.answer(200, "ETag: \"1\"\n", request.substring(14, request.indexOf(" HTTP")));
            }
          });
    }
    List<String> names = java.util.stream.IntStream.range(0, 400).mapToObj(i -> "d" + i).toList();
    assertThat(
            names.parallelStream().map(name -> new String(larder.get(name).json(), UTF_8)).toList())
        .isEqualTo(names);
  }

  @Test
  void stoppingWhereNoDaemonRunsStartsNone() {
    ClientOptions options = options().withRoot(folder.resolve("empty"));
    try (Larder none = Larder.open(options)) {
      assertThat(none.stop()).isFalse();
    }
    assertThat(folder.resolve("empty")).doesNotExist();
  }

  @Test
  void stopReturnsWhenNobodyListensAnyMore() {
    peer.then(
        line -> {
          line.hear();
          line.answer(200, "", STATUS);
          line.hear();
          line.answer(202, "", "{\"status\":\"stopping\"}");
          peer.close();
        });
    assertThat(larder.stop()).isTrue();
    assertThat(requestLines()).containsExactly("GET /v1/status HTTP/1.1", "POST /v1/stop HTTP/1.1");
  }

  @Test
  void stopGivesUpOnADaemonThatStays() {
    peer.then(
        line -> {
          line.hear();
          line.answer(200, "", STATUS);
          line.hear();
          line.answer(202, "", "{\"status\":\"stopping\"}");
        });
    try (Larder hasty = Larder.open(options().withTimeoutMs(300))) {
      assertThatThrownBy(hasty::stop)
          .isInstanceOf(LarderException.TimedOut.class)
          .hasMessageContaining("still there");
    }
  }
}
