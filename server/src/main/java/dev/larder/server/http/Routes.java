package dev.larder.server.http;

import static dev.larder.protocol.Paths.BATCH;
import static dev.larder.protocol.Paths.EVICTIONS;
import static dev.larder.protocol.Paths.HEALTHZ;
import static dev.larder.protocol.Paths.LEASES;
import static dev.larder.protocol.Paths.METRICS;
import static dev.larder.protocol.Paths.OPENAPI_JSON;
import static dev.larder.protocol.Paths.OPENAPI_YAML;
import static dev.larder.protocol.Paths.READYZ;
import static dev.larder.protocol.Paths.STATS;
import static dev.larder.protocol.Paths.STATUS;
import static dev.larder.protocol.Paths.STOP;
import static dev.larder.protocol.Paths.VERSION;
import static dev.larder.protocol.Paths.WORKSPACES;
import static io.netty.handler.codec.http.HttpMethod.DELETE;
import static io.netty.handler.codec.http.HttpMethod.GET;
import static io.netty.handler.codec.http.HttpMethod.PATCH;
import static io.netty.handler.codec.http.HttpMethod.POST;
import static io.netty.handler.codec.http.HttpMethod.PUT;

import dev.larder.protocol.Limits;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.OpenApi;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.Write;
import dev.larder.server.ops.Identity;
import dev.larder.server.ops.Metrics;
import dev.larder.server.ops.Readiness;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Set;

/**
 * The table of all operations: a new one is a line here, a handler, its part of the contract, and a
 * scenario for each status in the class of its resource beside {@code ContractTest}.
 */
public final class Routes {
  private static final Set<String> NONE = Set.of();
  private static final Set<String> ACK = Set.of("ack");
  private static final List<String> NO_BODY = List.of();
  private static final List<String> JSON = List.of(MediaTypes.JSON);

  private Routes() {}

  /**
   * The router of a daemon.
   *
   * @param stop begins the daemon's clean stop; returns at once
   */
  public static Router of(
      Engine engine,
      Limits limits,
      Identity identity,
      Readiness readiness,
      Metrics metrics,
      Runnable stop) {
    SettingsHandler settings = new SettingsHandler(engine, limits, identity.root());
    WorkspaceHandler workspaces = new WorkspaceHandler(engine);
    WorkspaceSettingsHandler workspaceSettings = new WorkspaceSettingsHandler(engine);
    PinHandler pins = new PinHandler(engine);
    WatchHandler watch = new WatchHandler(engine, run(identity));
    LeaseHandler leases = new LeaseHandler(engine);
    OpsHandler ops = new OpsHandler(engine, identity, readiness, metrics, stop);
    String doc = STATS + "/{doc}";
    String key = WORKSPACES + "/{name}/{key}";
    return new Router(
        List.of(
            get(STATS, NONE, new StatsListHandler(engine)),
            get(doc, Set.of("pointer", "after", "wait"), new DocumentHandler(engine)),
            new Route(PUT, doc, ACK, JSON, new WriteHandler(engine, limits, Write.Replace::new)),
            new Route(DELETE, doc, ACK, NO_BODY, WriteHandler.delete(engine)),
            new Route(
                PATCH,
                doc,
                ACK,
                List.of(MediaTypes.MERGE_PATCH),
                new WriteHandler(engine, limits, Write.Patch::new)),
            post(doc + "/merge", ACK, new WriteHandler(engine, limits, Write.Merge::new)),
            get(doc + "/settings", NONE, settings::get),
            new Route(PUT, doc + "/settings", ACK, JSON, settings::put),
            get(doc + "/events", Set.of("after", "values"), watch::document),
            get(doc + "/log", Set.of("limit"), new LogHandler(engine)),
            post(BATCH, ACK, new BatchHandler(engine, limits)),
            get(WORKSPACES, NONE, workspaces::list),
            get(WORKSPACES + "/{name}", NONE, workspaces::keys),
            get(WORKSPACES + "/{name}/events", Set.of("after"), watch::workspace),
            get(key, Set.of("wait"), workspaces::result),
            new Route(DELETE, key, Set.of("force"), NO_BODY, workspaces::forget),
            new Route(DELETE, key + "/lease", NONE, NO_BODY, leases::release),
            new Route(PUT, key + "/pins/{pin}", NONE, JSON, pins::put),
            new Route(DELETE, key + "/pins/{pin}", NONE, NO_BODY, pins::delete),
            get(WORKSPACES + "/{name}/settings", NONE, workspaceSettings::get),
            new Route(PUT, WORKSPACES + "/{name}/settings", NONE, JSON, workspaceSettings::put),
            post(EVICTIONS, NONE, new EvictionHandler(engine)),
            get(key + "/content", NONE, new ContentHandler(engine)),
            post(key + "/build", Set.of("stale"), new BuildHandler(engine)),
            new Route(
                PUT,
                LEASES + "/{token}/content",
                Set.of("mode"),
                List.of(MediaTypes.BYTES, MediaTypes.TAR),
                new UploadHandler(engine),
                true),
            new Route(POST, LEASES + "/{token}/commit", NONE, NO_BODY, leases::commit),
            post(LEASES + "/{token}/progress", NONE, leases::progress),
            post(LEASES + "/{token}/fail", NONE, leases::fail),
            get(HEALTHZ, NONE, ops::healthz),
            get(READYZ, NONE, ops::readyz),
            get(METRICS, NONE, ops::metrics),
            get(VERSION, NONE, ops::version),
            get(STATUS, NONE, ops::status),
            get(OPENAPI_YAML, NONE, new ApiHandler(OpenApi.YAML)),
            get(OPENAPI_JSON, NONE, new ApiHandler(OpenApi.JSON)),
            new Route(POST, STOP, NONE, NO_BODY, ops::stop)));
  }

  /** Names the daemon's life: no two daemons of a root begin in the same millisecond. */
  private static String run(Identity identity) {
    return Long.toString(identity.started().toEpochMilli(), Character.MAX_RADIX);
  }

  private static Route get(String template, Set<String> query, Handler handler) {
    return new Route(GET, template, query, NO_BODY, handler);
  }

  private static Route post(String template, Set<String> query, Handler handler) {
    return new Route(HttpMethod.POST, template, query, JSON, handler);
  }
}
