package dev.larder.server.http;

import dev.larder.protocol.ProblemKind;
import java.nio.file.Files;
import java.util.List;

/** Results, and what is told of them. */
@SuppressWarnings("try") // a stream that is open is all that is needed of it
final class WorkspaceScenarios {
  private WorkspaceScenarios() {}

  static List<Scenario> all() {
    return List.of(
        Scenario.of(
            "listWorkspaces",
            200,
            world -> {
              world.result("x");
              return world.ask(Call.get("/v1/workspaces"));
            }),
        Scenario.of(
            "listResults",
            200,
            world -> world.ask(Call.get(world.result("x").replaceFirst("/k$", "")))),
        Scenario.refused(
            "listResults", ProblemKind.BAD_NAME, world -> world.ask(Call.get("/v1/workspaces/.w"))),
        Scenario.of("getResult", 200, world -> world.ask(Call.get(world.result("x")))),
        Scenario.of(
            "getResult",
            200,
            world -> {
              String id = world.fresh() + "/k";
              try (Building building = world.build(id)) {
                world.ask(building.fail("{\"retry_after_s\":60,\"exit_code\":1}")).has(204);
              }
              return world.ask(Call.get("/v1/workspaces/" + id));
            }),
        Scenario.of(
            "getResult",
            200,
            world -> {
              String id = world.fresh() + "/k";
              Call call = Call.build(id).json("{\"builder\":{\"pid\":7,\"host\":\"a\"}}");
              try (Building unused = Building.granted(world.connect().open(call))) {
                return world.ask(Call.get("/v1/workspaces/" + id));
              }
            }),
        Scenario.refused(
            "getResult",
            ProblemKind.NOT_FOUND,
            world -> world.ask(Call.get("/v1/workspaces/" + world.fresh() + "/k"))),
        Scenario.of("forgetResult", 204, world -> world.ask(Call.delete(world.result("x")))),
        Scenario.refused(
            "forgetResult",
            ProblemKind.NOT_FOUND,
            world -> world.ask(Call.delete("/v1/workspaces/" + world.fresh() + "/k"))),
        Scenario.refused(
            "forgetResult",
            ProblemKind.BEING_BUILT,
            world -> {
              String id = world.fresh() + "/k";
              try (Building unused = world.build(id)) {
                return world.ask(Call.delete("/v1/workspaces/" + id));
              }
            }),
        content(200, ""),
        content(206, "Range: bytes=0-2"),
        content(416, "Range: bytes=99-"),
        Scenario.of(
            "getContent",
            200,
            world -> {
              String id = world.fresh() + "/k";
              try (Building building = world.build(id)) {
                Files.createDirectories(building.staging().resolve("content/folder"));
                world.ask(building.commit()).has(200);
              }
              return world.ask(Call.get("/v1/workspaces/" + id + "/content"));
            }),
        Scenario.of(
            "getContent",
            304,
            world -> {
              Call get = Call.get(world.result("the result") + "/content");
              String etag = world.ask(get).has(200).header("ETag");
              return world.ask(get.with("If-None-Match: " + etag));
            }),
        Scenario.refused(
            "getContent",
            ProblemKind.NOT_FOUND,
            world -> world.ask(Call.get("/v1/workspaces/" + world.fresh() + "/k/content"))));
  }

  private static Scenario content(int status, String header) {
    return new Scenario(
        "getContent",
        status,
        status == 416 ? ProblemKind.RANGE_NOT_SATISFIABLE : null,
        Place.USUAL,
        world -> {
          Call get = Call.get(world.result("the result") + "/content");
          return world.ask(header.isEmpty() ? get : get.with(header));
        });
  }
}
