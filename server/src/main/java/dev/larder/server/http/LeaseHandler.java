package dev.larder.server.http;

import dev.larder.protocol.FailRequest;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.engine.Engine;
import io.netty.handler.codec.http.HttpResponseStatus;

/** {@code POST /v1/leases/{token}/commit} and {@code …/fail}: how a lease ends. */
final class LeaseHandler {
  private static final int RETRY_AFTER_MAX_S = 86_400;
  private static final byte[] NOTHING = {};

  private final Engine engine;

  LeaseHandler(Engine engine) {
    this.engine = engine;
  }

  void commit(Exchange exchange) {
    exchange.answerWith(
        engine.commit(exchange.segment(2)),
        committed -> Answer.message(HttpResponseStatus.OK, committed));
  }

  void fail(Exchange exchange) {
    FailRequest failure = MessageBody.read(exchange, FailRequest.class);
    exchange.answerWith(
        engine.fail(
            exchange.segment(2),
            reason(failure),
            failure.exitCode() == null ? Problem.BuildFailed.NO_EXIT_CODE : failure.exitCode(),
            retryAfterS(failure) * 1000L),
        done -> new Answer.Full(HttpResponseStatus.NO_CONTENT, null, NOTHING, headers -> {}));
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
