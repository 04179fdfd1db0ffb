package dev.larder.server.http;

import dev.larder.server.engine.Engine;
import io.netty.handler.codec.http.HttpResponseStatus;

/** {@code GET /v1/stats}: the documents. */
final class StatsListHandler implements Handler {
  private final Engine engine;

  StatsListHandler(Engine engine) {
    this.engine = engine;
  }

  @Override
  public void handle(Exchange exchange) {
    exchange.answerWith(engine.list(), list -> Answer.message(HttpResponseStatus.OK, list));
  }
}
