package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.BuildResult;
import dev.larder.client.Larder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Builds that outlive their daemon. */
class ResumedBuildTest {
  @Test
  void commandResumesItsLeaseAndCommits() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      String script =
          "echo $$ >> \"$1/begun\"; while [ ! -e \"$1/go\" ]; do sleep 0.1; done; echo it > \"$2\"";
      Path begun = root.beside("begun");
      Running builder = build(root, script).start();
      Patience.until("the build has begun").until(() -> Files.exists(begun));
      Running waiter = build(root, script).start();
      awaitBuilding(root, 1);

      root.killDaemon();
      awaitBuilding(root, 1);
      Files.createFile(root.beside("go"));

      String path = builder.await().well().out();
      assertThat(waiter.await().well().out()).isEqualTo(path);
      assertThat(Path.of(path.strip())).hasContent("it");
      assertThat(begun).content().hasLineCount(1);
    }
  }

  @Test
  void libraryResumesItsLeaseAndCommits() throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (TestRoot root = TestRoot.create();
        Larder larder = root.client()) {
      var begun = new CountDownLatch(1);
      var go = new CountDownLatch(1);
      Future<BuildResult> build =
          thread.submit(
              () ->
                  larder.<Exception>build(
                      "x",
                      "key",
                      staging -> {
                        begun.countDown();
                        go.await();
                        Files.writeString(staging.content(), "it");
                      }));
      begun.await();

      root.killDaemon();
      awaitBuilding(root, 1);
      go.countDown();

      try (BuildResult result = build.get()) {
        assertThat(result.built()).isTrue();
        assertThat(result.path()).hasContent("it");
        assertThat(larder.result("x", "key").path()).isEqualTo(result.path().toString());
      }
    } finally {
      thread.shutdownNow();
    }
  }

  private static Command build(TestRoot root, String script) {
    return root.larder("build", "x", "--", "sh", "-c", script, "", "" + root.beside(""), "{}");
  }

  /** As the next client does, this one starts the daemon where there is none. */
  private static void awaitBuilding(TestRoot root, int count) {
    try (Larder next = root.client()) {
      Patience.until("it is being built")
          .until(() -> next.status().workspaces().building() == count);
    }
  }
}
