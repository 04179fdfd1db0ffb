package dev.larder.server.http;

import dev.larder.protocol.PinName;
import dev.larder.protocol.PinRequest;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.engine.Engine;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/** {@code PUT} and {@code DELETE /v1/workspaces/{name}/{key}/pins/{pin}}. */
final class PinHandler {
  private final Engine engine;

  PinHandler(Engine engine) {
    this.engine = engine;
  }

  void put(Exchange exchange) {
    PinRequest request = MessageBody.read(exchange, PinRequest.class);
    exchange.answerWith(
        engine.builds().pin(WorkspaceHandler.id(exchange), name(exchange), lastsMs(request)),
        pin -> Answer.message(HttpResponseStatus.OK, pin));
  }

  void delete(Exchange exchange) {
    exchange.answerWith(
        engine.builds().unpin(WorkspaceHandler.id(exchange), name(exchange)),
        done -> Answer.done());
  }

  private static PinName name(Exchange exchange) {
    return PinName.parse(exchange.segment(5));
  }

  /** Null for a pin without an end. */
  private static @Nullable Long lastsMs(PinRequest request) {
    Long seconds = request.expiresAfterS();
    if (seconds != null && (seconds < 1 || seconds > PinRequest.LONGEST_S)) {
      throw new RefusedException(
          new Problem.BadMessage(
              "PinRequest",
              "expires_after_s is " + seconds + ", not 1 to " + PinRequest.LONGEST_S));
    }
    return seconds == null ? null : seconds * 1000;
  }
}
