package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.protocol.ProblemKind;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Build streams, and how a lease ends. */
@SuppressWarnings("try") // a stream that is open is all that is needed of it
final class LeaseScenarios {
  private static final String BUILD = "build";
  private static final String SEND = "putContent";
  private static final String COMMIT = "commit";
  private static final String FAIL = "fail";

  private LeaseScenarios() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>(streams());
    all.addAll(buildsRefused());
    all.addAll(sending());
    all.addAll(committing());
    all.addAll(failing());
    return all;
  }

  /** What a scenario does with a lease of its own. */
  private interface Use {
    Reply of(World world, Building own) throws Exception;
  }

  private static Scenario.Act holding(Use use) {
    return world -> {
      try (Building building = world.build(world.fresh() + "/k")) {
        return use.of(world, building);
      }
    };
  }

  private static List<Scenario> streams() {
    return List.of(
        Scenario.of(BUILD, 200, world -> world.firstLine(Call.build(world.fresh() + "/k"))),
        Scenario.of(
            BUILD, 200, world -> world.ask(Call.post(world.result("x") + "/build"))), // "ready"
        Scenario.of(
            BUILD, // "waiting" and "ready"
            200,
            world -> {
              Call call = Call.build(world.fresh() + "/k");
              try (Building building = Building.granted(world.connect().open(call));
                  Wire waiter = world.connect().send(call)) {
                Reply head = waiter.replyToHead().has(200);
                world.ask(building.stage("x").commit()).has(200);
                byte[] lines = waiter.bodyOf(head);
                return new Reply(head.version(), head.status(), head.headers(), lines);
              }
            }),
        Scenario.of(
            BUILD, // "waiting"
            200,
            world -> {
              Call call =
                  Call.build(world.fresh() + "/k").json("{\"builder\":{\"pid\":7,\"host\":\"a\"}}");
              try (Building unused = Building.granted(world.connect().open(call))) {
                return world.firstLine(call);
              }
            }),
        Scenario.of(
            BUILD, // "failed"
            200,
            world -> {
              String id = world.fresh() + "/k";
              try (Building building = world.build(id)) {
                world.ask(building.fail("{\"retry_after_s\":60,\"exit_code\":1}")).has(204);
              }
              return world.ask(Call.build(id));
            }));
  }

  private static List<Scenario> buildsRefused() {
    return List.of(
        Scenario.refused(BUILD, ProblemKind.BAD_NAME, world -> world.ask(Call.build(".w/k"))),
        Scenario.refused(
            BUILD, ProblemKind.BAD_JSON, world -> world.ask(Call.build("w/k").json("{"))),
        Scenario.refused(
            BUILD,
            ProblemKind.LEASE_LOST,
            world -> world.ask(Call.build(world.fresh() + "/k").json("{\"resume\":\"none\"}"))),
        Scenario.refused(
            BUILD,
            ProblemKind.TOO_LARGE,
            world -> world.ask(Call.build("w/k").json(Place.tooLong()))),
        Scenario.refused(
            BUILD,
            ProblemKind.UNSUPPORTED_MEDIA_TYPE,
            world -> world.ask(Call.build("w/k").with("Content-Type: text/x").body(new byte[1]))),
        Scenario.refused(
            BUILD,
            ProblemKind.BAD_MESSAGE,
            world -> world.ask(Call.build("w/k").json("{\"k\":1}"))),
        Scenario.refused(
            BUILD, ProblemKind.NOT_AN_OBJECT, world -> world.ask(Call.build("w/k").json("[]"))),
        Scenario.refused(
                BUILD,
                ProblemKind.STORAGE_FULL,
                world -> {
                  world.fillDisk();
                  return world.ask(Call.build(world.fresh() + "/k"));
                })
            .in(Place.SMALL_DISK),
        Scenario.refused(
            BUILD,
            ProblemKind.TOO_MANY,
            world -> {
              Call call = Call.build(world.fresh() + "/k");
              try (Building unused = Building.granted(world.connect().open(call));
                  Wire waiter = world.connect().open(call)) {
                waiter.next();
                return world.ask(call);
              }
            }));
  }

  private static List<Scenario> sending() {
    return List.of(
        Scenario.of(
            SEND, 204, holding((world, own) -> world.ask(own.send("?mode=755").body(new byte[1])))),
        Scenario.refused(
            SEND,
            ProblemKind.BAD_REQUEST,
            holding((world, own) -> world.ask(own.send("?mode=9").body(new byte[1])))),
        Scenario.refused(
            SEND,
            ProblemKind.LEASE_LOST,
            world -> world.ask(Call.of("PUT", "/v1/leases/none/content").body(new byte[1]))),
        Scenario.refused(
            SEND,
            ProblemKind.TOO_LARGE,
            holding((world, own) -> world.ask(own.send("").body(Place.tooLong().getBytes(UTF_8))))),
        Scenario.refused(
            SEND,
            ProblemKind.UNSUPPORTED_MEDIA_TYPE,
            holding(
                (world, own) ->
                    world.ask(own.send("").with("Content-Type: text/x").body(new byte[1])))),
        Scenario.refused(
            SEND,
            ProblemKind.BAD_ARCHIVE,
            holding(
                (world, own) -> {
                  Call tar = own.send("").with("Content-Type: application/x-tar");
                  return world.ask(tar.body("no tar".getBytes(UTF_8)));
                })),
        Scenario.refused(
                SEND,
                ProblemKind.STORAGE_FULL,
                holding(
                    (world, own) -> {
                      world.fillDisk();
                      return world.ask(own.send("").body(new byte[4096]));
                    }))
            .in(Place.SMALL_DISK));
  }

  private static List<Scenario> committing() {
    return List.of(
        Scenario.of(COMMIT, 200, holding((world, own) -> world.ask(own.stage("x").commit()))),
        Scenario.refused(
            COMMIT,
            ProblemKind.LEASE_LOST,
            world -> world.ask(Call.post("/v1/leases/none/commit"))),
        Scenario.refused(
            COMMIT, ProblemKind.NOTHING_STAGED, holding((world, own) -> world.ask(own.commit()))),
        Scenario.refused(
                COMMIT,
                ProblemKind.STORAGE_FULL,
                holding(
                    (world, own) -> {
                      Files.writeString(own.staging().resolve("content"), "x");
                      world.fillDisk();
                      return world.ask(own.commit());
                    }))
            .in(Place.SMALL_DISK));
  }

  private static List<Scenario> failing() {
    return List.of(
        Scenario.of(FAIL, 204, holding((world, own) -> world.ask(own.fail("{\"exit_code\":1}")))),
        Scenario.refused(
            FAIL, ProblemKind.BAD_JSON, holding((world, own) -> world.ask(own.fail("{")))),
        Scenario.refused(
            FAIL, ProblemKind.LEASE_LOST, world -> world.ask(Call.post("/v1/leases/none/fail"))),
        Scenario.refused(
            FAIL,
            ProblemKind.TOO_LARGE,
            holding((world, own) -> world.ask(own.fail(Place.tooLong())))),
        Scenario.refused(
            FAIL,
            ProblemKind.UNSUPPORTED_MEDIA_TYPE,
            holding(
                (world, own) ->
                    world.ask(
                        own.fail("{}").without("Content-Type").with("Content-Type: text/x")))),
        Scenario.refused(
            FAIL,
            ProblemKind.BAD_MESSAGE,
            holding((world, own) -> world.ask(own.fail("{\"retry_after_s\":-1}")))),
        Scenario.refused(
            FAIL, ProblemKind.NOT_AN_OBJECT, holding((world, own) -> world.ask(own.fail("[]")))));
  }
}
