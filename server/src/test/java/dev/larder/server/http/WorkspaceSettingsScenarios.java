package dev.larder.server.http;

import dev.larder.protocol.ProblemKind;
import java.util.ArrayList;
import java.util.List;

/** How the builds of a workspace are run. */
final class WorkspaceSettingsScenarios {
  private static final String GET = "getWorkspaceSettings";
  private static final String PUT = "putWorkspaceSettings";

  /** As many workspaces as may have settings. */
  private static final int MOST = 10_000;

  /** Requests that are sent before an answer is read. */
  private static final int AT_ONCE = 100;

  private WorkspaceSettingsScenarios() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>(taken());
    all.addAll(refused());
    return all;
  }

  private static String fresh(World world) {
    return "/v1/workspaces/" + world.fresh() + "/settings";
  }

  private static List<Scenario> taken() {
    String both = "{\"max_builds\":1,\"deadline_ms\":60000}";
    return List.of(
        Scenario.of(GET, 200, world -> world.ask(Call.get(fresh(world)))),
        Scenario.of(
            GET,
            200,
            world -> {
              String settings = fresh(world);
              world.ask(Call.put(settings, both)).has(200);
              return world.ask(Call.get(settings));
            }),
        Scenario.refused(
            PUT,
            ProblemKind.BAD_NAME,
            world -> world.ask(Call.put("/v1/workspaces/.w/settings", "{}"))),
        Scenario.of(PUT, 200, world -> world.ask(Call.put(fresh(world), both))));
  }

  private static List<Scenario> refused() {
    return List.of(
        Scenario.refused(
            PUT, ProblemKind.BAD_JSON, world -> world.ask(Call.put(fresh(world), "{"))),
        Scenario.refused(
            PUT,
            ProblemKind.TOO_LARGE,
            world -> world.ask(Call.put(fresh(world), Place.tooLong()))),
        Scenario.refused(
            PUT,
            ProblemKind.UNSUPPORTED_MEDIA_TYPE,
            world -> {
              Call text = Call.put(fresh(world), "{}").without("Content-Type");
              return world.ask(text.with("Content-Type: text/x"));
            }),
        Scenario.refused(
            PUT,
            ProblemKind.BAD_SETTINGS,
            world -> world.ask(Call.put(fresh(world), "{\"max_builds\":0}"))),
        Scenario.refused(
            PUT,
            ProblemKind.BAD_MESSAGE,
            world -> world.ask(Call.put(fresh(world), "{\"most\":1}"))),
        Scenario.refused(
            PUT, ProblemKind.NOT_AN_OBJECT, world -> world.ask(Call.put(fresh(world), "[]"))),
        Scenario.refused(
                PUT,
                ProblemKind.TOO_MANY,
                world -> {
                  fill(world);
                  return world.ask(Call.put(fresh(world), "{\"max_builds\":1}"));
                })
            .in(Place.CROWDED),
        Scenario.refused(
                PUT,
                ProblemKind.STORAGE_FULL,
                world -> {
                  world.fillDisk();
                  return world.ask(Call.put(fresh(world), "{\"max_builds\":1}"));
                })
            .in(Place.SMALL_DISK));
  }

  private static void fill(World world) throws Exception {
    try (Wire wire = world.connect()) {
      for (int done = 0; done < MOST; done += AT_ONCE) {
        for (int i = 0; i < AT_ONCE; i++) {
          wire.send(Call.put(fresh(world), "{\"max_builds\":1}"));
        }
        for (int i = 0; i < AT_ONCE; i++) {
          wire.reply().has(200);
        }
      }
    }
  }
}
