package dev.larder.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.client.http.ScriptedPeer.Line;
import dev.larder.client.http.ScriptedPeer.Scene;
import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.Builder;
import dev.larder.protocol.ProblemKind;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BuildTest extends PeerTest {
  private static final String READY =
      "{\"event\":\"ready\",\"path\":\"/store/content\",\"digest\":\"sha256:00\",\"bytes\":5,"
          + "\"cached\":false,\"stale\":false}\n";
  private static final String WAITING =
      "{\"event\":\"waiting\",\"builder\":{\"pid\":77,\"host\":\"a\"},\"elapsed_ms\":900,"
          + "\"expected_ms\":2100}\n";
  private static final String COMMITTED =
      "{\"path\":\"/store/content\",\"digest\":\"sha256:00\",\"bytes\":5,\"fence\":41,\"kept\":false}";
  private static final BuildOptions AS_77 =
      BuildOptions.defaults().withBuilder(new Builder(77, "a"));

  private static String granted(String token) {
    return "{\"event\":\"granted\",\"token\":\""
        + token
        + "\",\"fence\":41,\"staging\":\"/staging\",\"final\":\"/store/content\","
        + "\"expires_in_ms\":null}\n";
  }

  /** A build stream that says this and then stays open until the client closes it. */
  private static Scene stream(String... events) {
    return line -> {
      line.hear();
      line.beginStream();
      for (String event : events) {
        line.chunk(event);
      }
      line.hungUp();
    };
  }

  private BuildResult build(BuildFunction<RuntimeException> function) {
    return larder.build("w", "k", AS_77, function);
  }

  private static void mustNotRun(Staging staging) {
    throw new AssertionError("built without need");
  }

  @Test
  void readyResultIsReturnedAndPinnedUntilItIsClosed() throws Exception {
    var closed = new CountDownLatch(1);
    peer.then(
        line -> {
          line.hear();
          line.beginStream().chunk(READY.replace("false", "true"));
          if (line.hungUp()) {
            closed.countDown();
          }
        });
    BuildResult result = build(BuildTest::mustNotRun);
    assertThat(result.path()).isEqualTo(Path.of("/store/content"));
    assertThat(result.digest()).isEqualTo("sha256:00");
    assertThat(result.bytes()).isEqualTo(5);
    assertThat(result.cached()).isTrue();
    assertThat(result.built()).isFalse();
    assertThat(closed.getCount()).isEqualTo(1);
    result.close();
    closed.await();
    assertThat(peer.heard())
        .singleElement()
        .asString()
        .startsWith("POST /v1/workspaces/w/k/build HTTP/1.1\r\n")
        .endsWith(
            "{\"builder\":{\"pid\":77,\"host\":\"a\"},\"resume\":null,\"deadline_ms\":null,"
                + "\"pin\":true}");
  }

  @Test
  void waitingClientIsToldWhoBuildsThenGetsTheResult() {
    peer.then(stream(WAITING, WAITING, READY));
    List<BuildEvent.Waiting> told = new CopyOnWriteArrayList<>();
    try (BuildResult result =
        larder.build("w", "k", AS_77.withOnWaiting(told::add), BuildTest::mustNotRun)) {
      assertThat(result.cached()).isFalse();
    }
    assertThat(told)
        .hasSize(2)
        .first()
        .isEqualTo(new BuildEvent.Waiting(new Builder(77, "a"), 900, 2100L));
  }

  @Test
  void buildPastItsDeadlineIsTimedOutAndNotBegunAgain() {
    String lost =
        "{\"event\":\"failed\",\"problem\":{\"type\":\"urn:larder:problem:lease-lost\",\"title\":\"t\","
            + "\"status\":409,\"detail\":\"d\",\"action\":\"a\",\"reason\":\"deadline\"}}\n";
    peer.then(stream(granted("t1"), lost));
    assertThatThrownBy(
            () ->
                larder.<Exception>build(
                    "w",
                    "k",
                    AS_77.withDeadlineMs(500),
                    staging -> {
                      var ended = new CountDownLatch(1);
                      staging.onLost(ended::countDown);
                      ended.await();
                      throw new IllegalStateException("ended");
                    }))
        .isInstanceOf(LarderException.TimedOut.class)
        .hasMessageContaining("deadline");
    assertThat(peer.heard()).singleElement().asString().contains("\"deadline_ms\":500");
  }

  @Test
  void buildWithinAnotherNamesItsLeaseAndTakesAnOlderResultIfItMay() {
    peer.then(stream(READY.replace("\"stale\":false", "\"stale\":true")));
    try (BuildResult result =
        larder.build("w", "k", AS_77.withinLease("outer").withStale(), BuildTest::mustNotRun)) {
      assertThat(result.stale()).isTrue();
    }
    assertThat(peer.heard())
        .singleElement()
        .asString()
        .startsWith("POST /v1/workspaces/w/k/build?stale=allow HTTP/1.1\r\n")
        .contains("\r\nLarder-Lease: outer\r\n");
  }

  @Test
  void progressIsToldBesideTheBuild() {
    var told = new CountDownLatch(1);
    peer.then(stream(granted("t1"), READY))
        .then(
            line -> {
              line.hear();
              told.countDown();
              line.answer(204, "", "");
            })
        .then(answering(200, "", COMMITTED));
    build(
            staging -> {
              staging.progress("half of it", 50);
              await(told);
            })
        .close();
    assertThat(peer.heard().get(1))
        .startsWith("POST /v1/leases/t1/progress HTTP/1.1\r\n")
        .endsWith("{\"line\":\"half of it\",\"percent\":50}");
  }

  @Test
  void eventsMayComeInAnyPieces() {
    peer.then(
        line -> {
          line.hear();
          line.beginStream();
          for (char c : (WAITING + "\n" + READY).toCharArray()) {
            line.chunk(String.valueOf(c));
          }
          line.hungUp();
        });
    build(BuildTest::mustNotRun).close();
  }

  @Test
  void grantedClientBuildsAndCommitsWhileTheStreamIsOpen() {
    var staged = new AtomicInteger();
    peer.then(stream(granted("t1"), READY)).then(answering(200, "", COMMITTED));
    Thread caller = Thread.currentThread();
    try (BuildResult result =
        build(
            staging -> {
              assertThat(Thread.currentThread()).isSameAs(caller);
              assertThat(staging.folder()).isEqualTo(Path.of("/staging"));
              assertThat(staging.content()).isEqualTo(Path.of("/staging/content"));
              assertThat(staging.finalContent()).isEqualTo(Path.of("/store/content"));
              assertThat(staging.fence()).isEqualTo(41);
              assertThat(staging.token()).isEqualTo("t1");
              staged.incrementAndGet();
            })) {
      assertThat(result.built()).isTrue();
      assertThat(result.path()).isEqualTo(Path.of("/store/content"));
    }
    assertThat(staged).hasValue(1);
    assertThat(peer.heard().get(1)).startsWith("POST /v1/leases/t1/commit HTTP/1.1\r\n");
  }

  @Test
  void exceptionOfTheBuilderIsToldAndRethrownAsItIs() {
    peer.then(stream(granted("t1"))).then(answering(200, "", "{}"));
    var thrown = new BuildExitException("'make' ended with exit code 3", 3);
    assertThatThrownBy(
            () ->
                larder.build(
                    "w",
                    "k",
                    staging -> {
                      throw thrown;
                    }))
        .isSameAs(thrown)
        .hasNoSuppressedExceptions();
    assertThat(peer.heard().get(1))
        .startsWith("POST /v1/leases/t1/fail HTTP/1.1\r\n")
        .contains("\"detail\":\"'make' ended with exit code 3\"")
        .contains("\"exit_code\":3");
  }

  @Test
  void failureIsToldThoughTheThreadIsInterrupted() {
    peer.then(stream(granted("t1"))).then(answering(200, "", "{}"));
    assertThatThrownBy(
            () ->
                larder.build(
                    "w",
                    "k",
                    staging -> {
                      Thread.currentThread().interrupt();
                      throw new InterruptedException("stop it");
                    }))
        .isInstanceOf(InterruptedException.class)
        .hasNoSuppressedExceptions();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(peer.heard().get(1)).startsWith("POST /v1/leases/t1/fail").contains("stop it");
  }

  @Test
  void failureThatCannotBeToldIsRethrownAllTheSame() {
    peer.then(stream(granted("t1"))).then(answering(500, PROBLEM, problem("internal", 500)));
    var thrown = new IllegalStateException("no luck");
    assertThatThrownBy(
            () ->
                build(
                    staging -> {
                      throw thrown;
                    }))
        .isSameAs(thrown)
        .matches(e -> e.getSuppressed()[0] instanceof LarderException.Refused);
  }

  @Test
  void ownFailureIsNotTakenForALostLease() throws Exception {
    var told = new CountDownLatch(1);
    String own = "{\"event\":\"failed\",\"problem\":" + problem("build-failed", 424) + "}\n";
    peer.then(
            line -> {
              line.hear();
              line.beginStream().chunk(granted("t1"));
              await(told);
              line.chunk(own).hungUp(); // As everyone who waits, the builder hears of it.
            })
        .then(
            line -> {
              line.hear();
              told.countDown();
              line.answer(200, "", "{}");
            });
    var lost = new AtomicInteger();
    assertThatThrownBy(
            () ->
                build(
                    staging -> {
                      staging.onLost(lost::incrementAndGet);
                      throw new IllegalStateException("mine");
                    }))
        .hasMessage("mine");
    assertThat(lost).hasValue(0);
  }

  @Test
  void failureOfAnotherBuilderIsABuildFailure() {
    String problem = problem("build-failed", 424).replace("\"title\"", "\"exit_code\":2,\"title\"");
    peer.then(stream(WAITING, "{\"event\":\"failed\",\"problem\":" + problem + "}\n"));
    var failed =
        catchThrowableOfType(LarderException.BuildFailed.class, () -> build(BuildTest::mustNotRun));
    assertThat(failed.problem().members()).containsEntry("exit_code", 2);
    assertThat(failed).hasMessage("What happened. What to do.");
  }

  @Test
  void requestThatIsRefusedIsNoBuildFailure() {
    peer.then(stream("{\"event\":\"failed\",\"problem\":" + problem("too-many", 429) + "}\n"));
    var refused =
        catchThrowableOfType(LarderException.Refused.class, () -> build(BuildTest::mustNotRun));
    assertThat(refused.is(ProblemKind.TOO_MANY)).isTrue();
  }

  @Test
  void refusedCommitIsToldToThoseWhoWait() {
    peer.then(stream(granted("t1")))
        .then(
            line -> {
              line.hear();
              line.answer(422, PROBLEM, problem("nothing-staged", 422));
              line.hear();
              line.answer(200, "", "{}");
            });
    var refused = catchThrowableOfType(LarderException.Refused.class, () -> build(staging -> {}));
    assertThat(refused.is(ProblemKind.NOTHING_STAGED)).isTrue();
    assertThat(peer.heard().get(2)).startsWith("POST /v1/leases/t1/fail");
  }

  @Test
  void brokenStreamIsResumedWithItsTokenWhileTheFunctionRuns() {
    var resumed = new CountDownLatch(1);
    peer.then(
            line -> {
              line.hear();
              line.beginStream().chunk(granted("t1")); // Then the daemon is gone.
            })
        .then(line -> line.hear()) // And gone once more, before it answered.
        .then(
            line -> {
              line.hear();
              line.beginStream().chunk(granted("t1"));
              resumed.countDown();
              line.hungUp();
            })
        .then(answering(200, "", COMMITTED));
    try (BuildResult result = build(staging -> await(resumed))) {
      assertThat(result.built()).isTrue();
    }
    assertThat(peer.heard().get(2)).contains("\"resume\":\"t1\"");
    assertThat(peer.heard().get(3)).startsWith("POST /v1/leases/t1/commit");
  }

  @Test
  void commitWaitsUntilTheLeaseIsResumed() {
    var broken = new CountDownLatch(1);
    peer.then(
            line -> {
              line.hear();
              line.beginStream().chunk(granted("t1"));
            })
        .then(
            line -> {
              line.hear();
              broken.countDown();
              line.beginStream().chunk(granted("t1"));
              line.hungUp();
            })
        .then(answering(200, "", COMMITTED));
    build(staging -> await(broken)).close();
    assertThat(peer.heard()).hasSize(3);
  }

  @Test
  void commitWhoseAnswerWasLostIsSentAgainOnceTheLeaseIsResumed() {
    var commit = new CountDownLatch(1);
    peer.then(
            line -> {
              line.hear();
              line.beginStream().chunk(granted("t1"));
              await(commit); // The daemon dies when the commit comes.
            })
        .then(
            line -> {
              line.hear();
              commit.countDown();
            });
    peer.then(BuildTest::playRestarted).then(BuildTest::playRestarted);
    build(staging -> {}).close();
    assertThat(peer.heard())
        .filteredOn(request -> request.startsWith("POST /v1/leases/t1/commit"))
        .hasSize(2);
  }

  private static void playRestarted(Line line) throws Exception {
    if (line.hear().contains("/commit")) {
      line.answer(200, "", COMMITTED);
    } else {
      line.beginStream().chunk(granted("t1")).hungUp();
    }
  }

  @Test
  void lostLeaseEndsTheWorkAndTheResultOfAnotherBuilderIsTaken() {
    peer.then(
            line -> {
              line.hear();
              line.beginStream().chunk(granted("t1"));
            })
        .then(stream("{\"event\":\"failed\",\"problem\":" + problem("lease-lost", 409) + "}\n"))
        .then(stream(READY));
    try (BuildResult result =
        build(
            staging -> {
              var lost = new CountDownLatch(1);
              staging.onLost(lost::countDown);
              await(lost);
              throw new IllegalStateException("the work was ended");
            })) {
      assertThat(result.built()).isFalse();
    }
    assertThat(peer.heard()).hasSize(3).noneMatch(request -> request.contains("/fail"));
  }

  @Test
  void failureIsJudgedWhenItIsKnownWhetherTheLeaseIsLost() {
    var asked = new CountDownLatch(1);
    var thrown = new CountDownLatch(1);
    peer.then(
            line -> {
              line.hear();
              line.beginStream().chunk(granted("t1"));
            })
        .then(
            line -> {
              line.hear();
              asked.countDown();
              await(thrown);
              line.answer(409, PROBLEM, problem("lease-lost", 409));
            })
        .then(answering(500, PROBLEM, problem("internal", 500)));
    var vanished = new IllegalStateException("my staging vanished");
    assertThatThrownBy(
            () ->
                build(
                    staging -> {
                      await(asked);
                      thrown.countDown();
                      throw vanished;
                    }))
        .isInstanceOf(LarderException.Refused.class)
        .hasSuppressedException(vanished);
    assertThat(peer.heard()).noneMatch(request -> request.contains("/fail"));
  }

  @Test
  void leaseThatIsLostAtTheCommitIsAskedForAgain() {
    peer.then(stream(granted("t1")))
        .then(
            line -> {
              line.hear();
              line.answer(409, PROBLEM, problem("lease-lost", 409));
              line.hear();
              line.answer(200, "", COMMITTED);
            })
        .then(stream(granted("t2")));
    var runs = new AtomicInteger();
    build(staging -> runs.incrementAndGet()).close();
    assertThat(runs).hasValue(2);
    assertThat(peer.heard().get(3)).startsWith("POST /v1/leases/t2/commit");
  }

  @Test
  void leasesThatAreAlwaysLostAreGivenUp() {
    for (int i = 0; i < 20; i++) {
      peer.then(
          line -> {
            while (true) {
              if (line.hear().contains("/commit")) {
                line.answer(409, PROBLEM, problem("lease-lost", 409));
              } else {
                line.beginStream().chunk(granted("t1")).hungUp();
                return;
              }
            }
          });
    }
    var refused = catchThrowableOfType(LarderException.Refused.class, () -> build(staging -> {}));
    assertThat(refused.is(ProblemKind.LEASE_LOST)).isTrue();
  }

  @Test
  void waitingClientAsksAgainWhenTheDaemonIsRestarted() {
    peer.then(
            line -> {
              line.hear();
              line.beginStream().chunk(WAITING);
            })
        .then(stream("{\"event\":\"failed\",\"problem\":" + problem("stopping", 503) + "}\n"))
        .then(stream(READY));
    build(BuildTest::mustNotRun).close();
    assertThat(peer.heard())
        .hasSize(3)
        .allMatch(
            request -> request.endsWith("\"resume\":null,\"deadline_ms\":null,\"pin\":true}"));
  }

  @Test
  void waitIsBoundedIfItIsSet() {
    peer.then(stream(WAITING));
    assertThatThrownBy(() -> larder.build("w", "k", AS_77.withWaitMs(100), BuildTest::mustNotRun))
        .isInstanceOf(LarderException.TimedOut.class)
        .hasMessageContaining("w/k was not there after 100 ms");
  }

  @Test
  void interruptEndsTheWaitAndFreesThePlace() throws Exception {
    Thread caller = Thread.currentThread();
    var left = new CountDownLatch(1);
    peer.then(
        line -> {
          line.hear();
          line.beginStream().chunk(WAITING);
          caller.interrupt();
          if (line.hungUp()) {
            left.countDown();
          }
        });
    assertThatThrownBy(() -> build(BuildTest::mustNotRun))
        .isInstanceOf(LarderException.Interrupted.class);
    assertThat(Thread.interrupted()).isTrue();
    left.await();
  }

  @Test
  void closingTheClientGivesTheLeaseBack() throws Exception {
    var released = new CountDownLatch(1);
    peer.then(
        line -> {
          line.hear();
          line.beginStream().chunk(granted("t1"));
          if (line.hungUp()) {
            released.countDown();
          }
        });
    assertThatThrownBy(
            () ->
                build(
                    staging -> {
                      larder.close();
                      await(released);
                    }))
        .isInstanceOf(LarderException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
