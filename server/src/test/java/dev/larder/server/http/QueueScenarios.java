package dev.larder.server.http;

import dev.larder.protocol.ProblemKind;
import java.util.ArrayList;
import java.util.List;

/** Builds that wait, are told how far they are, and lose their lease. */
@SuppressWarnings("try") // a stream that is open is all that is needed of it
final class QueueScenarios {
  private static final String RELEASE = "release";
  private static final String PROGRESS = "progress";
  private static final String BUILD = "build";

  /** Its digest takes longer than the next request of the same connection to come. */
  private static final long LARGE_BYTES = 256 << 20;

  private QueueScenarios() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>(waiting());
    all.addAll(releasing());
    all.addAll(saying());
    return all;
  }

  private static List<Scenario> waiting() {
    return List.of(
        Scenario.of(
            BUILD, // "waiting", queued
            200,
            queueing((world, second) -> world.firstLine(Call.build(second)))),
        Scenario.of("getResult", 200, queueing(QueueScenarios::standing)),
        Scenario.of(
            BUILD, // "waiting" with progress
            200,
            world -> {
              String id = world.fresh() + "/k";
              try (Building building = world.build(id)) {
                world.ask(progress(building, "{\"line\":\"half\",\"percent\":50}")).has(204);
                return world.firstLine(Call.build(id));
              }
            }),
        Scenario.of(
            BUILD, // "ready", of another key
            200,
            world -> {
              String old = world.result("x");
              String name = old.split("/", -1)[3];
              try (Building unused = world.build(name + "/new")) {
                return world.ask(Call.post("/v1/workspaces/" + name + "/new/build?stale=allow"));
              }
            }),
        Scenario.refused(
            BUILD,
            ProblemKind.BAD_REQUEST,
            world -> world.ask(Call.post("/v1/workspaces/w/k/build?stale=perhaps"))),
        Scenario.refused(
            BUILD,
            ProblemKind.BUILD_RING,
            world -> {
              String id = world.fresh() + "/k";
              try (Building building = world.build(id)) {
                return world.ask(Call.build(id).with("Larder-Lease: " + building.token()));
              }
            }),
        Scenario.of(
            "getResult", 200, world -> world.ask(Call.get(world.result("x") + "?wait=1ms"))),
        Scenario.of(
            "getResult", // once it is ready
            200,
            world -> {
              String id = world.fresh() + "/k";
              try (Building building = world.build(id);
                  Wire waiter = world.connect()) {
                waiter.send(Call.get("/v1/workspaces/" + id + "?wait=5m"));
                world.ask(building.stage("x").commit()).has(200);
                return waiter.reply();
              }
            }),
        Scenario.refused(
            "getResult",
            ProblemKind.BAD_REQUEST,
            world -> world.ask(Call.get(world.result("x") + "?wait=6m"))));
  }

  /** What is done with a workspace that builds one key, and may not build another one. */
  private interface Queueing {
    Reply of(World world, String second) throws Exception;
  }

  private static Scenario.Act queueing(Queueing then) {
    return world -> {
      String name = world.fresh();
      String one = "{\"max_builds\":1}";
      world.ask(Call.put("/v1/workspaces/" + name + "/settings", one)).has(200);
      try (Building unused = world.build(name + "/first")) {
        return then.of(world, name + "/second");
      }
    };
  }

  /** How a key stands that is queued. */
  private static Reply standing(World world, String id) throws Exception {
    try (Wire waiting = world.connect().open(Call.build(id))) {
      waiting.next();
      return world.ask(Call.get("/v1/workspaces/" + id));
    }
  }

  private static List<Scenario> releasing() {
    return List.of(
        Scenario.of(
            RELEASE,
            200,
            world -> {
              String id = world.fresh() + "/k";
              try (Building building = world.build(id)) {
                Reply released = world.ask(release(id)).has(200);
                building.stream().next("failed");
                return released;
              }
            }),
        Scenario.refused(RELEASE, ProblemKind.BAD_NAME, world -> world.ask(release("w/.k"))),
        Scenario.refused(
            RELEASE, ProblemKind.NOT_FOUND, world -> world.ask(release(world.fresh() + "/k"))),
        Scenario.refused(
            RELEASE,
            ProblemKind.BEING_BUILT,
            world -> {
              String id = world.fresh() + "/k";
              return whileItCommits(world, id, building -> release(id));
            }),
        Scenario.refused(
            "fail",
            ProblemKind.BEING_BUILT,
            world -> whileItCommits(world, world.fresh() + "/k", building -> building.fail("{}"))));
  }

  private static Call release(String id) {
    return Call.delete("/v1/workspaces/" + id + "/lease");
  }

  /** What is asked of a lease. */
  private interface Asking {
    Call of(Building building);
  }

  private static Reply whileItCommits(World world, String id, Asking asking) throws Exception {
    try (Building building = world.build(id);
        Wire wire = world.connect()) {
      building.stageHole(LARGE_BYTES);
      wire.send(building.commit()).send(asking.of(building));
      wire.reply().has(200);
      return wire.reply();
    }
  }

  private static Call progress(Building building, String json) {
    return Call.post("/v1/leases/" + building.token() + "/progress").json(json);
  }

  /** What is said with a lease of its own. */
  private static Scenario saying(ProblemKind kind, String json) {
    return Scenario.refused(
        PROGRESS,
        kind,
        world -> {
          try (Building building = world.build(world.fresh() + "/k")) {
            return world.ask(progress(building, json));
          }
        });
  }

  private static List<Scenario> saying() {
    return List.of(
        saying(ProblemKind.BAD_JSON, "{"),
        Scenario.refused(
            PROGRESS,
            ProblemKind.LEASE_LOST,
            world -> world.ask(Call.post("/v1/leases/none/progress").json("{}"))),
        saying(ProblemKind.TOO_LARGE, Place.tooLong()),
        Scenario.refused(
            PROGRESS,
            ProblemKind.UNSUPPORTED_MEDIA_TYPE,
            world -> {
              Call text = Call.post("/v1/leases/none/progress").with("Content-Type: text/x");
              return world.ask(text.body(new byte[1]));
            }),
        saying(ProblemKind.BAD_MESSAGE, "{\"percent\":101}"),
        saying(ProblemKind.NOT_AN_OBJECT, "[]"));
  }
}
