package dev.larder.server.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.Limits;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.EngineOptions;
import dev.larder.server.journal.JournalOptions;
import dev.larder.server.publish.PublisherOptions;
import dev.larder.server.workspaces.LeaseBounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When the daemon is not ready; a full disk is tested with a process. */
@Timeout(60)
class ReadinessTest {
  @TempDir Path root;
  private Engine engine;
  private Readiness readiness;

  @BeforeEach
  void start() throws Exception {
    EngineOptions options =
        new EngineOptions(
            Limits.DEFAULTS,
            JournalOptions.DEFAULTS,
            64 << 20,
            PublisherOptions.DEFAULTS,
            new LeaseBounds(1, 0, 1));
    Files.createDirectories(root.resolve("stats"));
    engine = new Engine(root, options, failure -> {});
    engine.start();
    readiness = new Readiness(engine);
  }

  @AfterEach
  void stop() throws Exception {
    engine.stop(1000);
  }

  @Test
  void anEngineThatAnswersIsReady() {
    assertThat(readiness.look().join()).isEmpty();
  }

  @Test
  void anEngineThatDoesNotAnswerIsNotReadyUntilItDoes() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    var blocked =
        engine.overview(
            overview -> {
              try {
                stuck.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return "done";
            });

    assertThat(readiness.look().join()).get().asString().contains("has not answered");

    stuck.countDown();
    assertThat(blocked.join()).isEqualTo("done");
    assertThat(readiness.look().join()).isEmpty();
  }

  @Test
  void anEngineThatStopsIsNotReady() {
    engine.refuseRequests();
    assertThat(readiness.look().join()).contains("it is stopping");
  }

  @Test
  void metricsLeaveOutWhatAStuckEngineHoldsAndSayThatItIsNotReady() throws Exception {
    Metrics metrics = new Metrics(engine, new Observations(), new Traffic(), readiness, "1");
    Metrics.Held held = new Metrics.Held(3, 4);
    assertThat(text(metrics, held)).contains("\nlarder_ready 1.0\n", "\nlarder_documents 0.0\n");
    CountDownLatch stuck = new CountDownLatch(1);
    var blocked =
        engine.overview(
            overview -> {
              try {
                stuck.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return "done";
            });

    assertThat(text(metrics, held))
        .contains("\nlarder_ready 0.0\n", "\nlarder_http_connections 3.0\n")
        .doesNotContain("\nlarder_documents ");

    stuck.countDown();
    blocked.join();
  }

  private static String text(Metrics metrics, Metrics.Held held) {
    return new String(metrics.scrape(null, held).text(), UTF_8);
  }
}
