package dev.larder.server.http;

import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceList;
import dev.larder.protocol.WorkspaceName;
import dev.larder.protocol.WorkspaceResult;
import dev.larder.server.access.Peer;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.Overview;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletableFuture;

/** Lists workspaces and their results, and forgets one. */
final class WorkspaceHandler {
  private final Engine engine;

  WorkspaceHandler(Engine engine) {
    this.engine = engine;
  }

  /** {@code GET /v1/workspaces}. */
  void list(Exchange exchange) {
    Peer peer = exchange.peer();
    exchange.answerWith(
        engine.overview(Overview::workspaceList),
        list -> Answer.message(HttpResponseStatus.OK, shownTo(peer, list)));
  }

  private static WorkspaceList shownTo(Peer peer, WorkspaceList all) {
    return peer.prefix() == null
        ? all
        : new WorkspaceList(
            all.workspaces().stream().filter(item -> peer.mayTouch(item.name())).toList());
  }

  /** {@code GET /v1/workspaces/{name}}. */
  void keys(Exchange exchange) {
    WorkspaceName name = WorkspaceName.parse(exchange.segment(2));
    boolean sees = exchange.peer().sharesFiles();
    exchange.answerWith(
        engine.overview(overview -> overview.keys(name)),
        keys -> Answer.message(HttpResponseStatus.OK, sees ? keys : keys.withoutPaths()));
  }

  /** {@code GET /v1/workspaces/{name}/{key}}, with {@code wait} once it is ready or failed. */
  void result(Exchange exchange) {
    WorkspaceId id = id(exchange);
    boolean sees = exchange.peer().sharesFiles();
    exchange.answerWith(
        stands(exchange, id, WaitParameter.ms(exchange).orElse(0L)),
        result -> Answer.message(HttpResponseStatus.OK, sees ? result : result.withoutPaths()));
  }

  private CompletableFuture<WorkspaceResult> stands(
      Exchange exchange, WorkspaceId id, long waitMs) {
    if (waitMs == 0) {
      return engine.overview(overview -> overview.result(id));
    }
    CompletableFuture<WorkspaceResult> reply = new CompletableFuture<>();
    engine.builds().await(id, waitMs, reply);
    exchange.whenCut(() -> engine.builds().awaitNoLonger(id, reply));
    return reply;
  }

  /** {@code DELETE /v1/workspaces/{name}/{key}}. */
  void forget(Exchange exchange) {
    exchange.answerWith(
        engine.builds().forget(id(exchange), exchange.head().flag("force")), done -> Answer.done());
  }

  static WorkspaceId id(Exchange exchange) {
    return WorkspaceId.parse(exchange.segment(2), exchange.segment(3));
  }
}
