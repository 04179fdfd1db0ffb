package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code larder watch} and {@code larder log}, as processes. */
class WatchTest {
  private static final String DOC = "timings";

  @Test
  void aWatchGoesOnOverAKillOfTheDaemonAndTellsEachVersionOnce() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      merge(root, 1);
      Running watch = root.larder("watch", DOC, "--since", "0", "--json", "--count", "4").start();
      awaitLines(watch, 1);
      merge(root, 2);
      awaitLines(watch, 2);
      root.killDaemon();
      merge(root, 3);
      merge(root, 4);

      List<String> lines = watch.await().well().out().lines().toList();

      for (int version = 1; version <= 4; version++) {
        assertThat(lines.get(version - 1))
            .contains("\"event\":\"change\",\"version\":" + version + ",\"first\":" + version)
            .contains("\"put\":[\"e" + version + "\"]");
      }
    }
  }

  @Test
  void aWatchEndsQuietlyWithItsReaderAndByCtrlC() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      merge(root, 1);
      Running piped =
          root.shell("larder watch " + DOC + " --since 0 | head -n 1; echo ended").start();
      awaitLines(piped, 1);
      merge(root, 2);
      Patience.until("the watch has ended")
          .until(
              () -> {
                merge(root, 3); // a pipe tells at the next write only that its reader is gone
                return !piped.isAlive();
              });
      assertThat(piped.await().err()).isEmpty();

      Running typed = root.larder("watch", DOC, "--since", "0").inForeground().start();
      awaitLines(typed, 1);
      typed.signalGroup("INT");
      assertThat(typed.await().err()).isEmpty();
    }
  }

  @Test
  void theLogTellsWhoWroteWhat() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      merge(root, 1);
      root.larder("delete", DOC).run().well();
      List<String> lines = root.larder("log", DOC).run().well().out().lines().toList();
      assertThat(lines).hasSize(3);
      assertThat(lines.get(0)).startsWith("VERSION").contains("WHO");
      assertThat(lines.get(1)).contains("delete").containsPattern("pid [0-9]+ uid [0-9]+");
      assertThat(lines.get(2)).contains("merge").contains("e1");
    }
  }

  @Test
  void aGetWaitsForANewerVersion() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Running first = root.larder("get", DOC, "--after", "0", "--wait", "2m").start();
      merge(root, 1);
      assertThat(first.await().well().out()).isEqualTo("{\"e1\": 1}");
      Ended none = root.larder("get", DOC, "--after", "1", "--wait", "1ms").run();
      assertThat(none.exitCode()).isEqualTo(5);
      assertThat(none.err()).contains("still at version 1");
    }
  }

  private static void merge(TestRoot root, int number) throws IOException, InterruptedException {
    root.larder("merge", DOC).input("{\"e" + number + "\": " + number + "}").run().well();
  }

  private static void awaitLines(Running watch, int count) {
    Patience.until(count + " lines").until(() -> watch.out().lines().count() >= count);
  }
}
