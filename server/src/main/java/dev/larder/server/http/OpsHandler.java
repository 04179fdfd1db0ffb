package dev.larder.server.http;

import dev.larder.protocol.DaemonStatus;
import dev.larder.protocol.DaemonVersion;
import dev.larder.protocol.Health;
import dev.larder.protocol.Paths;
import dev.larder.server.engine.Engine;
import dev.larder.server.ops.Identity;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;

/** What probes, operators and clients ask of the daemon itself. */
final class OpsHandler {
  private final Engine engine;
  private final Identity identity;
  private final Runnable stop;

  /**
   * @param stop begins the clean stop; returns at once
   */
  OpsHandler(Engine engine, Identity identity, Runnable stop) {
    this.engine = engine;
    this.identity = identity;
    this.stop = stop;
  }

  /** {@code GET /healthz}: the process lives and its event loop answers. */
  void healthz(Exchange exchange) {
    exchange.answer(Answer.message(HttpResponseStatus.OK, new Health("alive")));
  }

  /** {@code GET /readyz}: the engine answers. */
  void readyz(Exchange exchange) {
    exchange.answerWith(
        engine.overview(overview -> new Health("ready")),
        ready -> Answer.message(HttpResponseStatus.OK, ready));
  }

  /** {@code GET /version}. */
  void version(Exchange exchange) {
    exchange.answer(
        Answer.message(
            HttpResponseStatus.OK,
            new DaemonVersion("larder", identity.version(), Paths.PROTOCOL)));
  }

  /** {@code GET /v1/status}. */
  void status(Exchange exchange) {
    boolean sees = exchange.peer().prefix() == null && exchange.peer().sharesFiles();
    int connections = exchange.service().connections().count();
    exchange.answerWith(
        engine.overview(
            overview ->
                new DaemonStatus(
                    identity.version(),
                    Paths.PROTOCOL,
                    identity.pid(),
                    identity.root().toString(),
                    identity.endpoints(),
                    identity.started(),
                    connections,
                    overview.stats(),
                    overview.workspaces(),
                    overview.journal(),
                    sees ? overview.notices() : List.of())),
        status -> Answer.message(HttpResponseStatus.OK, status));
  }

  /** {@code POST /v1/stop}: the clean stop, as by SIGTERM. */
  void stop(Exchange exchange) {
    exchange.answer(Answer.message(HttpResponseStatus.ACCEPTED, new Health("stopping")));
    stop.run();
  }
}
