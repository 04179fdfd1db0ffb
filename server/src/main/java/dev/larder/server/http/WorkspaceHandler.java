package dev.larder.server.http;

import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceName;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.Overview;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Lists workspaces and their results, and forgets one. */
final class WorkspaceHandler {
  private static final byte[] NOTHING = {};

  private final Engine engine;

  WorkspaceHandler(Engine engine) {
    this.engine = engine;
  }

  /** {@code GET /v1/workspaces}. */
  void list(Exchange exchange) {
    exchange.answerWith(
        engine.overview(Overview::workspaceList),
        list -> Answer.message(HttpResponseStatus.OK, list));
  }

  /** {@code GET /v1/workspaces/{name}}. */
  void keys(Exchange exchange) {
    WorkspaceName name = WorkspaceName.parse(exchange.segment(2));
    exchange.answerWith(
        engine.overview(overview -> overview.keys(name)),
        keys -> Answer.message(HttpResponseStatus.OK, keys));
  }

  /** {@code GET /v1/workspaces/{name}/{key}}. */
  void result(Exchange exchange) {
    WorkspaceId id = id(exchange);
    exchange.answerWith(
        engine.overview(overview -> overview.result(id)),
        result -> Answer.message(HttpResponseStatus.OK, result));
  }

  /** {@code DELETE /v1/workspaces/{name}/{key}}. */
  void forget(Exchange exchange) {
    exchange.answerWith(
        engine.forget(id(exchange)),
        done -> new Answer.Full(HttpResponseStatus.NO_CONTENT, null, NOTHING, headers -> {}));
  }

  static WorkspaceId id(Exchange exchange) {
    return WorkspaceId.parse(exchange.segment(2), exchange.segment(3));
  }
}
