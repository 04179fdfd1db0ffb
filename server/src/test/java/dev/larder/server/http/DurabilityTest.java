package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * What was answered, or shown, is there after {@code kill -9}. Every merge adds one entry of its
 * own to one document, so at any time its version is the number of its entries.
 */
@Timeout(120)
class DurabilityTest {
  private static final String DOC = "/v1/stats/counted";
  private static final int ROUNDS = 4;
  private static final int CLIENTS = 6;
  private static final int ANSWERS_A_ROUND = 400;

  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with("--journal-segment", "64KiB");

  /** The version that was answered, by entry. */
  private final Map<String, Long> answered = new ConcurrentHashMap<>();

  private final AtomicLong newestShown = new AtomicLong();
  private final ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();

  @Test
  void everyAnsweredMergeIsThereAfterEachKill() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      AtomicBoolean killed = new AtomicBoolean();
      List<Thread> threads = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        String prefix = round + "." + client + ".";
        threads.add(new Thread(() -> untilKilled(killed, wire -> merge(wire, prefix))));
      }
      threads.add(new Thread(() -> untilKilled(killed, this::read)));
      threads.forEach(Thread::start);
      int wanted = round * ANSWERS_A_ROUND;
      await().until(() -> answered.size() >= wanted || !wrong.isEmpty());
      killed.set(true);
      DAEMON.kill();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(wrong).isEmpty();
      DAEMON.start();
      nothingIsLost();
    }
  }

  private interface Use {
    void of(Wire wire) throws IOException;
  }

  private void untilKilled(AtomicBoolean killed, Use use) {
    try (Wire wire = DAEMON.connect()) {
      use.of(wire);
    } catch (IOException e) {
      if (!killed.get()) {
        wrong.add(e);
      }
    } catch (RuntimeException | AssertionError e) {
      wrong.add(e);
    }
  }

  private void merge(Wire wire, String prefix) throws IOException {
    long last = 0;
    for (int i = 0; ; i++) {
      String entry = prefix + i;
      Reply reply = wire.ask(Call.merge("counted", "{\"" + entry + "\":" + i + "}"));
      assertThat(reply.status()).isIn(200, 201);
      assertThat(reply.docVersion()).isGreaterThan(last);
      assertThat(reply.json().get("entries").asLong()).isEqualTo(reply.docVersion());
      last = reply.docVersion();
      answered.put(entry, last);
    }
  }

  private void read(Wire wire) throws IOException {
    while (true) {
      Reply reply = wire.ask(Call.get(DOC));
      if (reply.status() == 200) {
        newestShown.accumulateAndGet(versionOf(reply), Math::max);
      }
    }
  }

  /** The version in the ETag, which must be the number of entries. */
  private static long versionOf(Reply reply) {
    String tag = String.valueOf(reply.header("ETag"));
    long version = Long.parseLong(tag.substring(1, tag.length() - 1));
    assertThat(reply.json().size()).isEqualTo(version);
    return version;
  }

  private void nothingIsLost() throws IOException {
    Reply reply = DAEMON.ask(Call.get(DOC)).has(200);
    JsonNode document = reply.json();
    assertThat(document.propertyNames()).containsAll(answered.keySet());
    assertThat(versionOf(reply)).isGreaterThanOrEqualTo(newestShown.get());
    assertThat(new HashSet<>(answered.values())).as("versions").hasSameSizeAs(answered.values());
    // An entry's place is that of its merge: version 1 came first.
    List<String> inOrder = List.copyOf(document.propertyNames());
    answered.forEach(
        (entry, version) -> assertThat(inOrder.get(Math.toIntExact(version) - 1)).isEqualTo(entry));
  }
}
