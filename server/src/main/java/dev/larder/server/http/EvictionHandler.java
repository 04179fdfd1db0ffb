package dev.larder.server.http;

import dev.larder.protocol.EvictionRequest;
import dev.larder.server.access.Peer;
import dev.larder.server.engine.Engine;
import io.netty.handler.codec.http.HttpResponseStatus;

/** {@code POST /v1/evictions}. */
final class EvictionHandler implements Handler {
  private final Engine engine;

  EvictionHandler(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void handle(Exchange exchange) {
    EvictionRequest request = MessageBody.read(exchange, EvictionRequest.class).checked();
    Peer peer = exchange.peer();
    if (request.name() != null) {
      peer.checkName(request.name().value());
      exchange.about(request.name().value());
    }
    exchange.answerWith(
        engine.builds().evict(request, peer::mayTouch),
        answer -> Answer.message(HttpResponseStatus.OK, answer));
  }
}
