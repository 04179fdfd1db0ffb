package dev.larder.client.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionPoolTest {
  private static final Request READ = Request.get("/thing");
  private static final long LONG_MS = 20_000;
  private static final long SHORT_MS = 50;

  @TempDir Path folder;
  private ScriptedPeer peer;
  private ConnectionPool pool;

  @BeforeEach
  void open() throws IOException {
    peer = new ScriptedPeer(folder.resolve("peer.sock"));
    pool = new ConnectionPool(deadline -> Dial.unix(peer.endpoint(), deadline));
  }

  @AfterEach
  void close() throws IOException {
    pool.close();
    peer.close();
  }

  private Response exchange(Request request) throws IOException {
    return pool.exchange(request, Deadline.afterMs(LONG_MS), Patience.eachMs(LONG_MS));
  }

  private String body(Request request) throws IOException {
    try (Response response = exchange(request)) {
      return new String(response.body().readAllBytes(), UTF_8);
    }
  }

  @Test
  void requestGoesOutAsTheRfcWantsIt() throws IOException {
    peer.then(
        line -> {
          line.hear();
          line.answer(200, "", "");
        });
    Request request =
        Request.change("POST", "/v1/a?b=c")
            .withHeader("X-Y", "z")
            .withBody("text/plain", "é".getBytes(UTF_8));
    body(request);
    assertThat(peer.heard())
        .containsExactly(
            "POST /v1/a?b=c HTTP/1.1\r\nHost: localhost\r\nX-Y: z\r\nContent-Type: text/plain\r\n"
                + "Content-Length: 2\r\n\r\né");
  }

  @Test
  void chunkedAnswerIsReadWholeAndItsConnectionUsedAgain() throws IOException {
    peer.then(
        line -> {
          line.hear();
          line.beginStream().chunk("one ").chunk("two").say("0\nTrailer: t\n\n");
          line.hear();
          line.answer(200, "", "again");
        });
    assertThat(body(READ)).isEqualTo("one two");
    assertThat(body(READ)).isEqualTo("again");
  }

  @Test
  void interimAnswersAreSkipped() throws IOException {
    peer.then(
        line -> {
          line.hear();
          line.say("HTTP/1.1 100 Continue\n\nHTTP/1.1 103 Early Hints\nLink: x\n\n");
          line.answer(200, "", "real");
        });
    assertThat(body(READ)).isEqualTo("real");
  }

  @Test
  void bodyWithoutALengthEndsWithTheConnection() throws IOException {
    peer.then(
        line -> {
          line.hear();
          line.say("HTTP/1.1 200 OK\n\nall that comes");
        });
    assertThat(body(READ)).isEqualTo("all that comes");
  }

  @Test
  void idleConnectionThatThePeerClosedIsNotUsed() throws Exception {
    peer.then(
            line -> {
              line.hear();
              line.answer(200, "", "first");
            })
        .then(
            line -> {
              line.hear();
              line.answer(200, "", "second");
            });
    assertThat(body(READ)).isEqualTo("first");
    peer.awaitEndOfScene();
    Request write = Request.change("POST", "/write");
    assertThat(body(write)).isEqualTo("second");
  }

  @Test
  void connectionThatThePeerMeansToCloseIsNotUsedAgain() throws IOException {
    peer.then(
            line -> {
              line.hear();
              line.answer(200, "Connection: close\n", "last");
              line.hear(); // Would be heard here if it were used again.
              line.answer(500, "", "wrong");
            })
        .then(
            line -> {
              line.hear();
              line.answer(200, "", "new");
            });
    assertThat(body(READ)).isEqualTo("last");
    assertThat(body(READ)).isEqualTo("new");
  }

  @Test
  void answerThatWasNotReadToItsEndCostsTheConnection() throws IOException {
    peer.then(
            line -> {
              line.hear();
              line.answer(200, "", "long long long");
              assertThat(line.hungUp()).isTrue();
            })
        .then(
            line -> {
              line.hear();
              line.answer(200, "", "new");
            });
    try (Response response = exchange(READ)) {
      assertThat(response.body().read()).isEqualTo('l');
    }
    assertThat(body(READ)).isEqualTo("new");
  }

  @Test
  void answerThatComesBeforeTheWholeBodyIsReadIsReturned() throws IOException {
    peer.then(
        line -> {
          line.hearHead();
          line.answer(413, "Connection: close\n", "too large");
        });
    Request large = Request.change("PUT", "/big").withBody("text/plain", new byte[8 << 20]);
    try (Response response = exchange(large)) {
      assertThat(response.status()).isEqualTo(413);
      assertThat(new String(response.body().readAllBytes(), UTF_8)).isEqualTo("too large");
    }
  }

  @Test
  void largeBodyArrivesWhole() throws IOException {
    int bytes = 3 << 20;
    peer.then(line -> line.answer(200, "", Integer.toString(line.hear().length())));
    Request large = Request.change("PUT", "/big").withBody("text/plain", new byte[bytes]);
    assertThat(Integer.parseInt(body(large))).isBetween(bytes, bytes + 200);
  }

  @Test
  void peerThatDoesNotAnswerIsATimeout() {
    peer.then(
        line -> {
          line.hear();
          line.hungUp();
        });
    assertThatThrownBy(
            () -> pool.exchange(READ, Deadline.afterMs(SHORT_MS), Patience.eachMs(LONG_MS)))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void peerThatStandsStillInItsBodyIsATimeout() throws IOException {
    peer.then(
        line -> {
          line.hear();
          line.beginStream().chunk("begun");
          line.hungUp();
        });
    try (Response response =
        pool.exchange(READ, Deadline.afterMs(LONG_MS), Patience.eachMs(SHORT_MS))) {
      InputStream body = response.body();
      assertThat(body.readNBytes(5)).isEqualTo("begun".getBytes(UTF_8));
      assertThatThrownBy(body::read).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void peerThatReadsNothingIsATimeout() {
    peer.then(
        line -> {
          line.hearHead();
          new CountDownLatch(1).await(); // Until the test ends.
        });
    Request large = Request.change("PUT", "/big").withBody("text/plain", new byte[8 << 20]);
    assertThatThrownBy(
            () -> pool.exchange(large, Deadline.afterMs(SHORT_MS), Patience.eachMs(LONG_MS)))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void interruptEndsTheWait() throws Exception {
    Thread reader = Thread.currentThread();
    peer.then(
        line -> {
          line.hear();
          reader.interrupt();
          line.hungUp();
        });
    assertThatThrownBy(() -> exchange(READ)).isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void closingThePoolEndsTheWaitOfOtherThreads() throws Exception {
    peer.then(
        line -> {
          line.hear();
          pool.close();
          line.hungUp();
        });
    assertThatThrownBy(() -> exchange(READ)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> exchange(READ)).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void closingAnAnswerIsSeenByThePeerWhileAnotherThreadReads() throws Exception {
    var hungUp = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    peer.then(
        line -> {
          line.hear();
          line.beginStream();
          begun.countDown();
          if (line.hungUp()) {
            hungUp.countDown();
          }
        });
    Response response = pool.stream(READ, Deadline.afterMs(LONG_MS), Patience.ENDLESS);
    Thread closer =
        new Thread(
            () -> {
              try {
                begun.await();
                response.close();
              } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
              }
            });
    closer.start();
    assertThatThrownBy(() -> response.body().read()).isInstanceOf(IOException.class);
    hungUp.await();
    closer.join();
  }

  @Test
  void connectionClosedWithoutAnAnswerIsToldFromOneThatBrokeInIt() {
    peer.then(ScriptedPeer.Line::hear)
        .then(
            line -> {
              line.hear();
              line.say("HTTP/1.1 200 OK\nContent-Le");
            });
    assertThatThrownBy(() -> exchange(READ)).isInstanceOf(NoAnswerException.class);
    assertThatThrownBy(() -> exchange(READ))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(NoAnswerException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 10\n\nshort",
        "Transfer-Encoding: chunked\n\n5\nab",
        "Transfer-Encoding: chunked\n\nnonsense\n"
      })
  void bodyThatBreaksOffIsAnError(String answer) throws IOException {
    peer.then(
        line -> {
          line.hear();
          line.say("HTTP/1.1 200 OK\n" + answer);
        });
    try (Response response = exchange(READ)) {
      assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\n\n\n",
        "HTTP/1.1 abc\n\n",
        "HTTP/1.1 200 OK\nContent-Length: 3\nTransfer-Encoding: chunked\n\n",
        "HTTP/1.1 200 OK\nContent-Length: -3\n\n",
        "HTTP/1.1 200 OK\nContent-Length: 3, 3\n\nabc",
        "HTTP/1.1 200 OK\nTransfer-Encoding: gzip\n\n"
      })
  void nonsenseIsNotAnAnswer(String answer) {
    peer.then(
        line -> {
          line.hear();
          line.say(answer);
        });
    assertThatThrownBy(() -> exchange(READ)).isInstanceOf(BadAnswerException.class);
  }

  @Test
  void endlessInterimAnswersAreNotAnAnswer() {
    peer.then(
        line -> {
          line.hear();
          line.say("HTTP/1.1 102 Processing\n\n".repeat(50));
        });
    assertThatThrownBy(() -> exchange(READ)).isInstanceOf(BadAnswerException.class);
  }
}
