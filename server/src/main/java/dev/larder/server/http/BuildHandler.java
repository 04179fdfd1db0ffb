package dev.larder.server.http;

import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.BuildRequest;
import dev.larder.protocol.Paths;
import dev.larder.protocol.Problem;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.ProblemKind;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.engine.BuildAsk;
import dev.larder.server.engine.BuildStream;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.ProgressLine;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/workspaces/{name}/{key}/build}: the build stream. */
final class BuildHandler implements Handler {
  /** How often those who wait are told so, in milliseconds. */
  private static final long REPEAT_MS = 1000;

  private final Engine engine;

  BuildHandler(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void handle(Exchange exchange) {
    WorkspaceId id = WorkspaceHandler.id(exchange);
    BuildAsk ask = ask(exchange);
    Stream stream = new Stream(exchange);
    // The connection may be gone before the engine has heard of the stream; the order is kept.
    var unused =
        engine
            .builds()
            .request(id, ask, stream)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    exchange.refuse(failure);
                  }
                });
    exchange.whenCut(
        () -> {
          stream.stopRepeating();
          engine.builds().left(stream);
        });
  }

  private static BuildAsk ask(Exchange exchange) {
    BuildRequest request = MessageBody.read(exchange, BuildRequest.class);
    Long deadlineMs = request.deadlineMs();
    if (deadlineMs != null && (deadlineMs < 1 || deadlineMs > BuildRequest.MOST_DEADLINE_MS)) {
      throw new RefusedException(
          new Problem.BadMessage(
              "BuildRequest",
              "deadline_ms is " + deadlineMs + ", not 1 to " + BuildRequest.MOST_DEADLINE_MS));
    }
    String stale = exchange.head().parameter("stale").orElse(null);
    if (stale != null && !stale.equals("allow")) {
      throw new RefusedException(
          new Problem.BadRequest(
              "The parameter 'stale' is '" + stale + "'.", "Say 'allow', or leave it out."));
    }
    return new BuildAsk(request, exchange.head().headers().get(Paths.LEASE_HEADER), stale != null);
  }

  /** The engine calls it on its thread; everything happens on the connection's event loop. */
  private static final class Stream implements BuildStream {
    private final Exchange exchange;
    private final Lines lines = new Lines();
    private final boolean sees;
    private boolean begun;
    private @Nullable Future<?> repeating;

    Stream(Exchange exchange) {
      this.exchange = exchange;
      this.sees = exchange.peer().sharesFiles();
    }

    @Override
    public void waiting(BuildEvent.Waiting event, ProgressLine progress) {
      exchange.loop().execute(() -> beginWaiting(event, progress));
    }

    @Override
    public void granted(BuildEvent.Granted event) {
      exchange.loop().execute(() -> tell(event));
    }

    @Override
    public void pinned(BuildEvent.Ready event) {
      exchange
          .loop()
          .execute(
              () -> {
                stopRepeating();
                tell(event);
              });
    }

    @Override
    public void ended(BuildEvent last) {
      exchange
          .loop()
          .execute(
              () -> {
                stopRepeating();
                ProblemDetails refusal = begun ? null : refusal(last);
                if (refusal == null) {
                  lines.end();
                  tell(last);
                } else {
                  exchange.answer(Answer.problem(refusal));
                }
              });
    }

    /**
     * A request that could not even begin to wait is refused by its status, as any other request; a
     * failed build, also one that failed before, is news of the stream.
     */
    private static @Nullable ProblemDetails refusal(BuildEvent last) {
      return last instanceof BuildEvent.Failed failed
              && !failed.problem().is(ProblemKind.BUILD_FAILED)
          ? failed.problem()
          : null;
    }

    private void beginWaiting(BuildEvent.Waiting event, ProgressLine progress) {
      stopRepeating();
      tell(event);
      long sinceNs = System.nanoTime();
      repeating =
          exchange
              .loop()
              .scheduleAtFixedRate(
                  () -> repeat(event, (System.nanoTime() - sinceNs) / 1_000_000, progress),
                  REPEAT_MS,
                  REPEAT_MS,
                  TimeUnit.MILLISECONDS);
    }

    private void repeat(BuildEvent.Waiting first, long passedMs, ProgressLine progress) {
      // Who does not read the last line does not need the next.
      if (!lines.isBehind(exchange.channel())) {
        tell(first.later(passedMs, progress.last()));
      }
    }

    private void tell(BuildEvent event) {
      if (event instanceof BuildEvent.Granted) {
        stopRepeating();
      }
      lines.add(sees ? event : event.withoutPaths());
      if (begun) {
        exchange.progress();
      } else {
        begun = true;
        exchange.answer(lines);
      }
    }

    void stopRepeating() {
      if (repeating != null) {
        repeating.cancel(false);
        repeating = null;
      }
    }
  }
}
