package dev.larder.server.http;

import dev.larder.protocol.DaemonStatus;
import dev.larder.protocol.DaemonVersion;
import dev.larder.protocol.Health;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Messages;
import dev.larder.protocol.Paths;
import dev.larder.protocol.Problem;
import dev.larder.server.engine.Engine;
import dev.larder.server.ops.Identity;
import dev.larder.server.ops.Metrics;
import dev.larder.server.ops.Readiness;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;

/** What probes, operators and clients ask of the daemon itself. */
final class OpsHandler {
  private final Engine engine;
  private final Identity identity;
  private final Readiness readiness;
  private final Metrics metrics;
  private final Runnable stop;

  /**
   * @param stop begins the clean stop; returns at once
   */
  OpsHandler(
      Engine engine, Identity identity, Readiness readiness, Metrics metrics, Runnable stop) {
    this.engine = engine;
    this.identity = identity;
    this.readiness = readiness;
    this.metrics = metrics;
    this.stop = stop;
  }

  /** {@code GET /healthz}: the process lives and its event loop answers. */
  void healthz(Exchange exchange) {
    exchange.answer(Answer.message(HttpResponseStatus.OK, new Health("alive")));
  }

  /** {@code GET /readyz}: writes can be taken. */
  void readyz(Exchange exchange) {
    exchange.answerWith(
        readiness.look(),
        reason ->
            reason.isPresent()
                ? Answer.problem(new Problem.NotReady(reason.get()))
                : Answer.message(HttpResponseStatus.OK, new Health("ready")));
  }

  /** {@code GET /metrics}: written by a worker, since it may have to wait for the engine. */
  void metrics(Exchange exchange) {
    Service service = exchange.service();
    String accept = String.join(",", exchange.head().headers().getAll(HttpHeaderNames.ACCEPT));
    Metrics.Held held = new Metrics.Held(service.connections().count(), service.budget().taken());
    exchange.work(
        () -> metrics.scrape(accept, held),
        page ->
            exchange.answer(
                new Answer.Full(
                    HttpResponseStatus.OK, page.contentType(), page.text(), headers -> {})));
  }

  /** {@code GET /version}. */
  void version(Exchange exchange) {
    exchange.answer(described(new DaemonVersion("larder", identity.version(), Paths.PROTOCOL)));
  }

  /** Tells where the contract is, too: RFC 8631. */
  private static Answer described(Object message) {
    return new Answer.Full(
        HttpResponseStatus.OK,
        MediaTypes.JSON,
        Messages.write(message),
        headers -> headers.set("Link", "<" + Paths.OPENAPI_JSON + ">; rel=\"service-desc\""));
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
        OpsHandler::described);
  }

  /** {@code POST /v1/stop}: the clean stop, as by SIGTERM. */
  void stop(Exchange exchange) {
    exchange.answer(Answer.message(HttpResponseStatus.ACCEPTED, new Health("stopping")));
    stop.run();
  }
}
