package dev.larder.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.Larder;
import dev.larder.client.WriteOptions;
import dev.larder.protocol.WriteAnswer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sums that come out right whatever is killed: each write counts once, and none is lost. */
class ExactlyOnceTest {
  private static final String DOC = "runs";
  private static final String SUM = "{\"rules\":[{\"at\":\"/n\",\"op\":\"sum\"}]}";
  private static final byte[] ONE = "{\"n\":1}".getBytes(UTF_8);
  private static final int CLIENTS = 6;
  private static final int KILLS = 10;
  private static final int WRITES = 3000;
  private static final int EVERY_TENTH = 10;
  private static final int LOOPS = 18;

  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private volatile boolean enough;

  @Test
  void theSumIsTheNumberOfKeysOverTenKillsThoughEachTenthWriteIsSentTwice() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try (TestRoot root = TestRoot.create()) {
      root.larder("settings", DOC, "-").input(SUM).run().well();
      var running = new ArrayList<Future<?>>();
      for (int client = 0; client < CLIENTS; client++) {
        int number = client;
        running.add(threads.submit(() -> countOn(root, number)));
      }
      for (int kill = 1; kill <= KILLS; kill++) {
        awaitWrites(kill * WRITES / (KILLS + 1), running);
        root.killDaemon();
      }
      awaitWrites(WRITES, running);
      enough = true;
      for (Future<?> client : running) {
        client.get();
      }
      assertThat(sum(root)).isEqualTo(keys.size());
      root.larder("stop").run().well();
      assertThat(root.members(DOC)).isEqualTo(Map.of("n", keys.size()));
    } finally {
      enough = true;
      threads.shutdownNow();
      assertThat(threads.awaitTermination(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  private Void countOn(TestRoot root, int client) {
    try (Larder larder = root.client();
        Larder other = root.client()) {
      for (int write = 0; !enough; write++) {
        String key = client + "-" + write;
        WriteOptions options = WriteOptions.DEFAULTS.withIdempotencyKey(key);
        WriteAnswer first = larder.merge(DOC, ONE, options);
        if (write % EVERY_TENTH == 0) {
          assertThat(other.merge(DOC, ONE, options)).isEqualTo(first);
        }
        keys.add(key);
      }
    }
    return null;
  }

  private void awaitWrites(int count, List<Future<?>> clients) {
    Patience.until(count + " writes are answered")
        .until(
            () -> {
              for (Future<?> client : clients) {
                if (client.isDone()) {
                  client.get();
                }
              }
              return keys.size() >= count;
            });
  }

  private static long sum(TestRoot root) {
    try (Larder larder = root.client()) {
      return Long.parseLong(new String(larder.get(DOC, "/n"), UTF_8));
    }
  }

  @Test
  void aShellLoopOfMergesNoticesNeitherAKillNorARestart() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      root.larder("settings", DOC, "-").input(SUM).run().well();
      Running loop =
          root.shell(
                  "i=0; while [ $i -lt $1 ]; do i=$((i+1));"
                      + " echo '{\"n\":1}' | larder merge $2 || exit 1; done",
                  String.valueOf(LOOPS),
                  DOC)
              .start();
      awaitSum(root, LOOPS / 3);
      root.killDaemon();
      awaitSum(root, 2 * LOOPS / 3);
      root.larder("stop").run().well();
      Ended ended = loop.await().well();
      assertThat(ended.out() + ended.err()).isEmpty();
      assertThat(sum(root)).isEqualTo(LOOPS);
    }
  }

  private static void awaitSum(TestRoot root, long least) {
    Patience.until("a sum of " + least)
        .until(
            () ->
                Files.exists(root.published(DOC))
                    && root.members(DOC).get("n") instanceof Integer n
                    && n >= least);
  }

  @Test
  void aCommandWhoseDaemonDiesUnderItsRequestGoesOnWithTheNextOne() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      root.larder("settings", DOC, "-").input(SUM).run().well();
      long pid = root.daemon().pid();
      Processes.signal("STOP", pid);
      Running merge = root.larder("merge", DOC).input("{\"n\":1}").start();
      Patience.until("the command is connected to the daemon that hangs")
          .until(() -> Processes.openFiles(merge.pid()).toString().contains("socket:"));
      root.killDaemon();
      merge.await().well();
      assertThat(sum(root)).isEqualTo(1);
    }
  }
}
