package dev.larder.server.http;

import dev.larder.protocol.StatsList;
import dev.larder.server.access.Peer;
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
    Peer peer = exchange.peer();
    exchange.answerWith(
        engine.list(), list -> Answer.message(HttpResponseStatus.OK, shownTo(peer, list)));
  }

  private static StatsList shownTo(Peer peer, StatsList all) {
    StatsList its =
        peer.prefix() == null
            ? all
            : new StatsList(
                all.documents().stream().filter(item -> peer.mayTouch(item.name())).toList());
    return peer.sharesFiles() ? its : its.withoutPaths();
  }
}
