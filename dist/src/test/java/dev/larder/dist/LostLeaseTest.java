package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.BuildOptions;
import dev.larder.client.BuildResult;
import dev.larder.client.Larder;
import dev.larder.protocol.BuildProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Builds whose lease is taken away, that wait in a ring, or that tell how far they are. */
class LostLeaseTest {
  private static final int CLIENTS = 8;
  private static final int KILLS = 5;

  /** The first ones of them never get to an end by themselves. */
  private static final String HANGS =
      "echo $$ >> \"$1/begun\"; [ \"$(wc -l < \"$1/begun\")\" -gt \"$3\" ] || exec sleep 600;"
          + " echo it > \"$2\"";

  private static final String RING =
      """
      case $1 in a) next=b ;; b) next=c ;; c) next=a ;; esac
      larder build x --key $next -- sh ring $next {} && echo it > "$2"
      """;

  @Test
  void stoppedBuilderPastItsDeadlineIsFencedOffWhenItWakes() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Running stopped = build(root, 1, "--deadline", "5s").start();
      long command = awaitBegun(root, 1);
      stopped.signal("STOP");
      Running next = build(root, 1).start();

      String path = next.await().well().out().strip();
      stopped.signal("CONT");

      Ended woken = stopped.await();
      assertThat(woken.exitCode()).isEqualTo(5);
      assertThat(woken.out()).isEmpty();
      assertThat(woken.err()).contains("deadline");
      assertThat(Processes.inGroup(command)).isEmpty();
      assertThat(Path.of(path)).hasContent("it");
      assertThat(begun(root)).hasSize(2);
    }
  }

  @Test
  void buildersKilledOneAfterTheOtherAreFollowedUntilOneGetsToItsEnd() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      List<Running> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        clients.add(build(root, KILLS).start());
      }
      for (int kill = 1; kill <= KILLS; kill++) {
        long client = Processes.standing(awaitBegun(root, kill)).parent();
        Running builder =
            clients.stream().filter(one -> one.pid() == client).findFirst().orElseThrow();
        clients.remove(builder);
        builder.kill();
      }

      List<String> paths = new ArrayList<>();
      for (Running client : clients) {
        paths.add(client.await().well().out());
      }
      assertThat(paths).hasSize(CLIENTS - KILLS).containsOnly(paths.get(0));
      assertThat(begun(root)).hasSize(KILLS + 1);
    }
  }

  @Test
  void ringOfThreeBuildsIsToldToAllOfThem() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Files.writeString(root.beside("ring"), RING);

      Ended told = root.shell("larder build x --key a -- sh ring a {}").in(root.beside("")).run();

      assertThat(told.exitCode()).isEqualTo(1);
      assertThat(told.err()).contains("Builds would wait for one another for ever: x/");
      assertThat(told.err().split(" waits for x/", -1)).hasSizeGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void releasedBuilderEndsItsCommandAndAsksAgain() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Running builder = build(root, 1).start();
      long command = awaitBegun(root, 1);
      String key = key(root);

      Ended released = root.larder("release", "x", key).run().well();

      assertThat(released.out()).startsWith("Taken from pid " + builder.pid() + " on ");
      assertThat(Path.of(builder.await().well().out().strip())).hasContent("it");
      assertThat(Processes.inGroup(command)).isEmpty();
      assertThat(begun(root)).hasSize(2);
      assertThat(root.larder("release", "x", key).run().exitCode()).isEqualTo(4);
    }
  }

  @Test
  void whoWaitsWithoutBuildingGetsTheResultOrTheFailureOrIsTimedOut() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Running builder = build(root, 1).start();
      awaitBegun(root, 1);
      String key = key(root);
      assertThat(root.larder("wait", "x", key, "--timeout", "100ms").run().exitCode()).isEqualTo(5);
      Running waiter = root.larder("wait", "x", key).start();

      root.larder("release", "x", key).run().well();

      String path = builder.await().well().out();
      assertThat(waiter.await().well().out()).isEqualTo(path);
      String fails = "echo why >&2; exit 7";
      root.larder("build", "y", "--retry-after", "1h", "--", "sh", "-c", fails, "{}").run();
      Ended failed = root.larder("wait", "y", keyOf(root, "y")).run();
      assertThat(failed.exitCode()).isEqualTo(1);
      assertThat(failed.err()).contains("exit code 7").contains("| why");
    }
  }

  @Test
  void whoWaitsIsToldWhatTheCommandSaysOfItsProgress() throws Exception {
    try (TestRoot root = TestRoot.create();
        Larder larder = root.client()) {
      String script =
          "echo $$ >> \"$1/begun\"; echo noise; echo '40% of it' >&$LARDER_PROGRESS_FD;"
              + " while [ ! -e \"$1/go\" ]; do sleep 0.1; done; echo it > \"$2\"";
      Running builder =
          root.larder("build", "x", "--", "sh", "-c", script, "", "" + root.beside(""), "{}")
              .start();
      awaitBegun(root, 1);
      List<BuildProgress> told = new CopyOnWriteArrayList<>();
      BuildOptions options =
          BuildOptions.defaults()
              .withOnWaiting(
                  waiting -> {
                    BuildProgress progress = waiting.progress();
                    if (progress != null && progress.percent() != null && told.isEmpty()) {
                      told.add(progress);
                      touch(root.beside("go"));
                    }
                  });

      try (BuildResult result =
          larder.build(
              "x", key(root), options, staging -> Files.writeString(staging.content(), ""))) {
        assertThat(result.path()).hasContent("it");
      }
      assertThat(told).containsExactly(new BuildProgress("40% of it", 40));
      builder.await().well();
    }
  }

  private static void touch(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Command build(TestRoot root, int hanging, String... options) {
    var line = new ArrayList<>(List.of("build", "x"));
    line.addAll(List.of(options));
    line.addAll(List.of("--", "sh", "-c", HANGS, "sh", "" + root.beside(""), "{}", "" + hanging));
    return root.larder(line.toArray(new String[0]));
  }

  private static String key(TestRoot root) {
    return keyOf(root, "x");
  }

  private static String keyOf(TestRoot root, String name) {
    try (Larder larder = root.client()) {
      return larder.results(name).results().get(0).key();
    }
  }

  private static List<String> begun(TestRoot root) throws IOException {
    return Files.readAllLines(root.beside("begun"));
  }

  /** The process id of the command that has begun as the n-th, which is its group's too. */
  private static long awaitBegun(TestRoot root, int n) throws IOException {
    Patience.until(n + " have begun")
        .until(() -> Files.exists(root.beside("begun")) && begun(root).size() >= n);
    return Long.parseLong(begun(root).get(n - 1));
  }
}
