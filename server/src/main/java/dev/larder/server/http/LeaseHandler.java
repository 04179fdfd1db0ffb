package dev.larder.server.http;

import dev.larder.protocol.BuildProgress;
import dev.larder.protocol.FailRequest;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Messages;
import dev.larder.protocol.Problem;
import dev.larder.protocol.ProblemKind;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.access.Peer;
import dev.larder.server.engine.BuildFailure;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.OnceKey;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/leases/{token}/commit} and {@code …/fail}: how a lease ends; {@code …/progress}:
 * how far its build is; {@code DELETE /v1/workspaces/{name}/{key}/lease}: how it is taken away.
 */
final class LeaseHandler {
  private static final int RETRY_AFTER_MAX_S = 86_400;
  private static final int MOST_PERCENT = 100;
  private static final byte[] NOTHING = {};

  private final Engine engine;

  LeaseHandler(Engine engine) {
    this.engine = engine;
  }

  void commit(Exchange exchange) {
    String token = exchange.segment(2);
    boolean sees = exchange.peer().sharesFiles();
    OnceKey once = Once.of(exchange, NOTHING);
    exchange.answerWith(
        itsOwn(exchange, engine, token, once)
            .thenCompose(own -> engine.builds().commit(token, once)),
        committed ->
            new Answer.Full(
                HttpResponseStatus.OK,
                MediaTypes.JSON,
                Messages.write((sees ? committed : committed.withoutPaths()).answer()),
                Once.marked(committed.replayed(), headers -> {})));
  }

  void fail(Exchange exchange) {
    FailRequest failure = MessageBody.read(exchange, FailRequest.class);
    String token = exchange.segment(2);
    int exitCode =
        failure.exitCode() == null ? Problem.BuildFailed.NO_EXIT_CODE : failure.exitCode();
    String output = failure.output() == null ? "" : failure.output();
    BuildFailure failed = new BuildFailure(reason(failure), exitCode, output);
    long retryAfterMs = retryAfterS(failure) * 1000L;
    OnceKey once = Once.of(exchange, exchange.bytes());
    exchange.answerWith(
        itsOwn(exchange, engine, token, once)
            .thenCompose(own -> engine.builds().fail(token, failed, retryAfterMs, once)),
        replayed ->
            Answer.empty(HttpResponseStatus.NO_CONTENT, Once.marked(replayed, headers -> {})));
  }

  void progress(Exchange exchange) {
    BuildProgress progress = MessageBody.read(exchange, BuildProgress.class);
    Integer percent = progress.percent();
    if (percent != null && (percent < 0 || percent > MOST_PERCENT)) {
      throw new RefusedException(
          new Problem.BadMessage("BuildProgress", "percent is " + percent + ", not 0 to 100"));
    }
    String token = exchange.segment(2);
    exchange.answerWith(
        itsOwn(exchange, engine, token).thenCompose(own -> engine.builds().say(token, progress)),
        done -> Answer.done());
  }

  void release(Exchange exchange) {
    exchange.answerWith(
        engine.builds().release(WorkspaceHandler.id(exchange)),
        released -> Answer.message(HttpResponseStatus.OK, released));
  }

  /**
   * The same for a request that ends the lease, and may be a repeat: the lease is gone then, and
   * its token, which nobody guesses, was held to the prefix when it was there.
   */
  private static CompletionStage<@Nullable WorkspaceId> itsOwn(
      Exchange exchange, Engine engine, String token, @Nullable OnceKey once) {
    CompletionStage<@Nullable WorkspaceId> own = itsOwn(exchange, engine, token);
    return once == null
        ? own
        : own.exceptionally(
            failure -> {
              if (Exchange.isRefusal(failure, ProblemKind.LEASE_LOST)) {
                return null;
              }
              throw new CompletionException(failure);
            });
  }

  /**
   * Holds a lease to the prefix of who names it, and notes for the log what it is for. A process of
   * this machine has no prefix, and its changes are not told: it need not wait for that.
   */
  static CompletionStage<@Nullable WorkspaceId> itsOwn(
      Exchange exchange, Engine engine, String token) {
    Peer peer = exchange.peer();
    if (peer.kind() == Peer.Kind.UNIX) {
      return CompletableFuture.completedStage(null);
    }
    return engine
        .builds()
        .leased(token)
        .thenApply(
            id -> {
              peer.checkName(id.name().value());
              exchange.about(id.toString());
              return id;
            });
  }

  private static String reason(FailRequest failure) {
    String detail = failure.detail();
    return detail == null || detail.isBlank() ? "its builder gave no reason." : detail;
  }

  private static int retryAfterS(FailRequest failure) {
    Integer seconds = failure.retryAfterS();
    if (seconds == null) {
      return 0;
    }
    if (seconds < 0 || seconds > RETRY_AFTER_MAX_S) {
      throw new RefusedException(
          new Problem.BadMessage(
              "FailRequest", "retry_after_s is " + seconds + ", not 0 to " + RETRY_AFTER_MAX_S));
    }
    return seconds;
  }
}
