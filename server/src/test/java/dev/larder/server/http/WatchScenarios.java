package dev.larder.server.http;

import dev.larder.protocol.ProblemKind;
import java.util.List;

/** Who is told of versions and results as they come: events, waiting reads, and the log. */
final class WatchScenarios {
  private static final String DOCUMENT = "watchDocument";
  private static final String WORKSPACE = "watchWorkspace";
  private static final String LOG = "getLog";

  private WatchScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of(DOCUMENT, 200, WatchScenarios::versions),
        Scenario.of(
            DOCUMENT,
            200,
            world -> {
              String document = world.freshDocument();
              Call unknown = Call.get(document + "/events").with("Last-Event-ID: unknown");
              return world.events(unknown, 1, () -> {}); // "reload"
            }),
        Scenario.refused(
            DOCUMENT,
            ProblemKind.BAD_REQUEST,
            world -> world.ask(Call.get(world.freshDocument() + "/events?values=perhaps"))),
        crowded(DOCUMENT, "/v1/stats/a/events"),
        crowded("getDocument", "/v1/stats/a?after=9&wait=1s"),
        Scenario.of(WORKSPACE, 200, WatchScenarios::builds),
        Scenario.of(
            WORKSPACE,
            200,
            world -> {
              String workspace = "/v1/workspaces/" + world.fresh();
              return world.events(Call.get(workspace + "/events?after=unknown"), 1, () -> {});
            }),
        crowded(WORKSPACE, "/v1/workspaces/w/events"),
        Scenario.of(
            LOG,
            200,
            world -> {
              String document = world.freshDocument();
              world.ask(Call.put(document, "{\"a.test\":1}")).has(201);
              return world.ask(Call.get(document + "/log?limit=1"));
            }),
        Scenario.refused(
            LOG,
            ProblemKind.BAD_REQUEST,
            world -> world.ask(Call.get(world.freshDocument() + "/log?limit=0"))),
        Scenario.refused(
            LOG,
            ProblemKind.NOT_FOUND,
            world -> world.ask(Call.get(world.freshDocument() + "/log"))));
  }

  /** {@code open}, and a {@code change} with values and one without. */
  private static Reply versions(World world) throws Exception {
    String document = world.freshDocument();
    return world.events(
        Call.get(document + "/events?values=true"),
        3,
        () -> {
          String entries = "{\"a.test\":{\"walltime\":0.65}}";
          world.ask(Call.post(document + "/merge").json(entries)).has(201);
          world.ask(Call.put(document + "/settings", "{}")).has(200);
        });
  }

  /** Every event of a workspace but {@code reload}. */
  private static Reply builds(World world) throws Exception {
    String name = world.fresh();
    return world.events(
        Call.get("/v1/workspaces/" + name + "/events"),
        8,
        () -> {
          world.commit(name + "/good", "x");
          world.ask(Call.delete("/v1/workspaces/" + name + "/good")).has(204);
          try (Building bad = world.build(name + "/bad")) {
            world.ask(bad.fail("{\"exit_code\":1}")).has(204);
          }
          world.build(name + "/cut").close();
        });
  }

  private static Scenario crowded(String operation, String target) {
    return Scenario.refused(
            operation,
            ProblemKind.TOO_MANY,
            world -> {
              world.takeTheWatching();
              return world.ask(Call.get(target));
            })
        .in(Place.CROWDED);
  }
}
