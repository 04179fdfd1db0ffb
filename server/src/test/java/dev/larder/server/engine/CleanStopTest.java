package dev.larder.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.BuildRequest;
import dev.larder.protocol.Limits;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.journal.JournalOptions;
import dev.larder.server.publish.PublisherOptions;
import dev.larder.server.workspaces.LeaseBounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine still does while it stops. */
@Timeout(60)
class CleanStopTest {
  @TempDir private Path root;
  private final AtomicReference<@Nullable Throwable> death = new AtomicReference<>();

  /** Its staging is removed by the next daemon; with the short bound a checkpoint is due, too. */
  @ParameterizedTest
  @ValueSource(longs = {1, 64 << 20})
  void aBuilderThatLeftJustBeforeTheStopDoesNotEndTheDaemon(long checkpointBytes) throws Exception {
    Files.createDirectories(root.resolve("stats"));
    EngineOptions options =
        new EngineOptions(
            Limits.DEFAULTS,
            JournalOptions.DEFAULTS,
            checkpointBytes,
            PublisherOptions.DEFAULTS,
            new LeaseBounds(1, 0, 1));
    Engine engine = new Engine(root, options, death::set);
    engine.start();
    Granted stream = new Granted();
    BuildAsk ask = new BuildAsk(new BuildRequest(null, null, null, null), null, false);
    engine.builds().request(WorkspaceId.parse("w", "k"), ask, stream).join();
    stream.granted.await();

    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    var busy = engine.overview(overview -> hold(held, goesOn));
    held.await();
    engine.builds().left(stream);
    Thread stopping = new Thread(() -> stop(engine), "stopping");
    stopping.start();
    // All threads beside the engine's have ended: what is left is to wait for that one.
    Awaitility.await().until(() -> stopping.getState() == Thread.State.WAITING);
    goesOn.countDown();
    stopping.join();

    assertThat(busy.join()).isTrue();
    assertThat(death.get()).isNull();
  }

  private static boolean hold(CountDownLatch held, CountDownLatch goesOn) {
    held.countDown();
    try {
      goesOn.await();
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void stop(Engine engine) {
    try {
      engine.stop(1000);
    } catch (Exception e) {
      death.set(e);
    }
  }

  /** A builder's stream. */
  private static final class Granted implements BuildStream {
    private final CountDownLatch granted = new CountDownLatch(1);

    @Override
    public void waiting(BuildEvent.Waiting event, ProgressLine progress) {
      throw new AssertionError("nobody else builds");
    }

    @Override
    public void granted(BuildEvent.Granted event) {
      granted.countDown();
    }

    @Override
    public void pinned(BuildEvent.Ready event) {
      throw new AssertionError("nothing is built");
    }

    @Override
    public void ended(BuildEvent last) {
      throw new AssertionError("it has left: " + last);
    }
  }
}
