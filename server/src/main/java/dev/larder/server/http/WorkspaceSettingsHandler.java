package dev.larder.server.http;

import dev.larder.protocol.BuildRequest;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.WorkspaceName;
import dev.larder.protocol.WorkspaceSettings;
import dev.larder.server.engine.Engine;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/** {@code GET} and {@code PUT /v1/workspaces/{name}/settings}: how its builds are run. */
final class WorkspaceSettingsHandler {
  private final Engine engine;

  WorkspaceSettingsHandler(Engine engine) {
    this.engine = engine;
  }

  void get(Exchange exchange) {
    exchange.answerWith(
        engine.builds().settings(name(exchange)),
        found -> Answer.message(HttpResponseStatus.OK, found));
  }

  void put(Exchange exchange) {
    WorkspaceSettings settings = MessageBody.read(exchange, WorkspaceSettings.class);
    check("max_builds", settings.maxBuilds(), Integer.MAX_VALUE);
    check("deadline_ms", settings.deadlineMs(), BuildRequest.MOST_DEADLINE_MS);
    exchange.answerWith(
        engine.builds().configure(name(exchange), settings),
        set -> Answer.message(HttpResponseStatus.OK, set));
  }

  private static void check(String member, @Nullable Number value, long most) {
    if (value != null && (value.longValue() < 1 || value.longValue() > most)) {
      throw new RefusedException(
          new Problem.BadSettings(
              member, "it is " + value, "Give 1 to " + most + ", or null for no bound."));
    }
  }

  private static WorkspaceName name(Exchange exchange) {
    return WorkspaceName.parse(exchange.segment(2));
  }
}
