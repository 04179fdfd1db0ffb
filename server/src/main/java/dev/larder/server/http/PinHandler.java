package dev.larder.server.http;

import dev.larder.protocol.PinName;
import dev.larder.protocol.PinRequest;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.engine.Engine;
import dev.larder.server.workspaces.Pins;
import io.netty.handler.codec.http.HttpResponseStatus;

/** {@code PUT} and {@code DELETE /v1/workspaces/{name}/{key}/pins/{pin}}. */
final class PinHandler {
  private static final byte[] NOTHING = {};

  private final Engine engine;

  PinHandler(Engine engine) {
    this.engine = engine;
  }

  void put(Exchange exchange) {
    PinRequest request = MessageBody.read(exchange, PinRequest.class);
    exchange.answerWith(
        engine.pin(WorkspaceHandler.id(exchange), name(exchange), lastsMs(request)),
        pin -> Answer.message(HttpResponseStatus.OK, pin));
  }

  void delete(Exchange exchange) {
    exchange.answerWith(
        engine.unpin(WorkspaceHandler.id(exchange), name(exchange)),
        done -> new Answer.Full(HttpResponseStatus.NO_CONTENT, null, NOTHING, headers -> {}));
  }

  private static PinName name(Exchange exchange) {
    return PinName.parse(exchange.segment(5));
  }

  private static long lastsMs(PinRequest request) {
    Long seconds = request.expiresAfterS();
    if (seconds == null) {
      return Pins.Pin.NEVER;
    }
    if (seconds < 1 || seconds > PinRequest.LONGEST_S) {
      throw new RefusedException(
          new Problem.BadMessage(
              "PinRequest",
              "expires_after_s is " + seconds + ", not 1 to " + PinRequest.LONGEST_S));
    }
    return seconds * 1000;
  }
}
