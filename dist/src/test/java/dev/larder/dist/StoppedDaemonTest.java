package dev.larder.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.Larder;
import dev.larder.client.LarderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A clean stop (SIGTERM) in the middle of the work. */
class StoppedDaemonTest {
  private static final int CLIENTS = 16;
  private static final int BEFORE_THE_STOP = 400;
  private static final int PATIENCE_MS = 10_000;

  private final Set<String> answered = ConcurrentHashMap.newKeySet();

  /** Merges entries of its own until the daemon is gone; the result is the one without answer. */
  private String mergeUntilStopped(TestRoot root, int client) {
    // A write waits for the next daemon for as long as it may take at all; nobody starts one here.
    try (Larder larder =
        Larder.open(root.options().withAutostart(false).withTimeoutMs(PATIENCE_MS))) {
      for (int i = 0; ; i++) {
        String entry = "c" + client + "-" + i;
        try {
          larder.merge("timings", ("{\"" + entry + "\": 1}").getBytes(UTF_8));
          answered.add(entry);
        } catch (LarderException.Unreachable | LarderException.ConnectionLost e) {
          assertThat(e.getMessage()).isNotBlank();
          return entry;
        }
      }
    }
  }

  @Test
  void whatWasAnsweredIsInTheFileAndTheRestIsTakenByTheNextDaemon() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try (TestRoot root = TestRoot.create()) {
      Running daemon = root.serve();
      List<Future<String>> unanswered = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        unanswered.add(threads.submit(() -> mergeUntilStopped(root, client)));
      }
      Patience.until("they are at it").until(() -> answered.size() > BEFORE_THE_STOP);

      daemon.signal("TERM");

      assertThat(daemon.await().exitCode()).isZero();
      List<String> again = new ArrayList<>();
      for (Future<String> one : unanswered) {
        again.add(one.get());
      }
      assertThat(root.members("timings").keySet()).containsAll(answered);
      root.serve();
      try (Larder larder = root.client()) {
        for (String entry : again) {
          larder.merge("timings", ("{\"" + entry + "\": 1}").getBytes(UTF_8));
        }
      }
      root.larder("stop").run().well();
      assertThat(root.members("timings").keySet()).containsAll(answered).containsAll(again);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void clientsThatStartTheNextDaemonDoNotNoticeTheStop() throws Exception {
    try (TestRoot root = TestRoot.create();
        Larder larder = root.client()) {
      larder.merge("timings", "{\"first\": 1}".getBytes(UTF_8));
      long pid = root.daemon().pid();
      Processes.signal("TERM", pid);
      Patience.until("the daemon is gone").until(() -> !Processes.isRunning(pid));

      larder.merge("timings", "{\"second\": 2}".getBytes(UTF_8));

      assertThat(larder.get("timings").json())
          .isEqualTo("{\"first\": 1, \"second\": 2}".getBytes(UTF_8));
      assertThat(root.daemon().pid()).isNotEqualTo(pid);
    }
  }
}
