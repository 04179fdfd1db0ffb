package dev.larder.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.Larder;
import dev.larder.client.LarderException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that merge without pause, a reader that reads without pause, and kill -9. */
class KilledDaemonTest {
  private static final String DOC = "timings";
  private static final int CLIENTS = 8;
  private static final int KILLS = 10;
  private static final int MERGES = 10_000;

  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private volatile boolean enough;

  @Test
  void everyAnsweredMergeSurvivesTenKillsAndReadersNeverSeeLess() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
    try (TestRoot root = TestRoot.create()) {
      root.larder("merge", DOC, "--ack", "published").input("{\"first\": 0}").run().well();
      var running = new ArrayList<Future<?>>();
      for (int client = 0; client < CLIENTS; client++) {
        int number = client;
        running.add(threads.submit(() -> mergeOn(root, number)));
      }
      Future<Integer> reader = threads.submit(() -> readOn(root));

      for (int kill = 1; kill <= KILLS; kill++) {
        awaitAnswers(kill * MERGES / (KILLS + 1), running, reader);
        root.killDaemon();
      }
      awaitAnswers(MERGES, running, reader);
      enough = true;
      for (Future<?> client : running) {
        client.get();
      }

      assertThat(reader.get()).isGreaterThan(KILLS);
      assertThat(names(root.larder("get", DOC).run().well().out())).containsAll(answered);
      root.larder("stop").run().well();
      assertThat(names(Files.readString(root.published(DOC)))).containsAll(answered);
    } finally {
      enough = true;
      threads.shutdownNow();
      assertThat(threads.awaitTermination(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  private Void mergeOn(TestRoot root, int client) {
    try (Larder larder = root.client()) {
      for (int merge = 0; !enough; merge++) {
        String name = client + "-" + merge;
        mergeUntilAnswered(larder, name);
        answered.add(name);
      }
    }
    return null;
  }

  /** Nobody knows whether a merge whose answer is missing was done; doing it again is harmless. */
  private static void mergeUntilAnswered(Larder larder, String name) {
    for (; ; ) {
      try {
        larder.merge(DOC, ("{\"" + name + "\": 1}").getBytes(UTF_8));
        return;
      } catch (LarderException.ConnectionLost e) {
        // The daemon was killed before it answered.
      }
    }
  }

  /** Reads until there is enough; returns how many different states it saw. */
  private int readOn(TestRoot root) throws Exception {
    Set<String> before = names(Files.readString(root.published(DOC)));
    int states = 1;
    while (!enough) {
      Set<String> now = names(Files.readString(root.published(DOC)));
      assertThat(now.containsAll(before)).as("the file is as new as before").isTrue();
      states += now.size() > before.size() ? 1 : 0;
      before = now;
    }
    return states;
  }

  private void awaitAnswers(int count, List<Future<?>> clients, Future<?> reader) {
    Patience.until(count + " merges are answered")
        .until(
            () -> {
              failIfEnded(reader);
              for (Future<?> client : clients) {
                failIfEnded(client);
              }
              return answered.size() >= count;
            });
  }

  /** None of them ends before there is enough, but by a failure. */
  private static void failIfEnded(Future<?> thread) throws Exception {
    if (thread.isDone()) {
      thread.get();
    }
  }

  private static Set<String> names(String json) {
    return TestRoot.object(json).keySet();
  }
}
