package dev.larder.server.http;

import dev.larder.protocol.ProblemKind;
import java.util.ArrayList;
import java.util.List;

/** What keeps a result, and what makes room. */
@SuppressWarnings("try") // a stream that is open is all that is needed of it
final class PinScenarios {
  private static final String PUT = "putPin";
  private static final String DELETE = "deletePin";
  private static final String EVICT = "evict";
  private static final String FORGET = "forgetResult";

  private static final int MOST_OF_A_KEY = 100;

  private PinScenarios() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>(pinning());
    all.addAll(unpinning());
    all.addAll(evicting());
    return all;
  }

  /** The path of a pin that a ready result has. */
  private static String pinned(World world) throws Exception {
    String pin = world.result("x") + "/pins/p";
    world.ask(Call.put(pin, "{}")).has(200);
    return pin;
  }

  private static List<Scenario> pinning() {
    return List.of(
        Scenario.of(PUT, 200, world -> world.ask(Call.put(world.result("x") + "/pins/p", "{}"))),
        Scenario.of(
            PUT, 200, world -> world.ask(Call.put(pinned(world), "{\"expires_after_s\":60}"))),
        Scenario.refused(
            PUT,
            ProblemKind.BAD_NAME,
            world -> world.ask(Call.put(world.result("x") + "/pins/.p", "{}"))),
        Scenario.refused(
            PUT, ProblemKind.BAD_JSON, world -> world.ask(Call.put(pinned(world), "{"))),
        Scenario.refused(
            PUT,
            ProblemKind.NOT_FOUND,
            world -> world.ask(Call.put("/v1/workspaces/" + world.fresh() + "/k/pins/p", "{}"))),
        Scenario.refused(
            PUT,
            ProblemKind.TOO_LARGE,
            world -> world.ask(Call.put(pinned(world), Place.tooLong()))),
        Scenario.refused(
            PUT,
            ProblemKind.UNSUPPORTED_MEDIA_TYPE,
            world -> {
              Call text = Call.put(pinned(world), "{}").without("Content-Type");
              return world.ask(text.with("Content-Type: text/x"));
            }),
        Scenario.refused(
            PUT,
            ProblemKind.BAD_MESSAGE,
            world -> world.ask(Call.put(pinned(world), "{\"expires_after_s\":0}"))),
        Scenario.refused(
            PUT, ProblemKind.NOT_AN_OBJECT, world -> world.ask(Call.put(pinned(world), "[]"))),
        Scenario.refused(
            PUT,
            ProblemKind.TOO_MANY,
            world -> {
              String pin = pinned(world);
              for (int i = 1; i < MOST_OF_A_KEY; i++) {
                world.ask(Call.put(pin + i, "{}")).has(200);
              }
              return world.ask(Call.put(pin + MOST_OF_A_KEY, "{}"));
            }),
        Scenario.refused(
                PUT,
                ProblemKind.STORAGE_FULL,
                world -> {
                  String pin = world.result("x") + "/pins/p";
                  return withoutRoom(world, pin, Call.put(pin, "{}"));
                })
            .in(Place.SMALL_DISK));
  }

  private static List<Scenario> unpinning() {
    return List.of(
        Scenario.of(DELETE, 204, world -> world.ask(Call.delete(pinned(world)))),
        Scenario.refused(
            DELETE,
            ProblemKind.BAD_NAME,
            world -> world.ask(Call.delete(world.result("x") + "/pins/.p"))),
        Scenario.refused(
            DELETE,
            ProblemKind.NOT_FOUND,
            world -> world.ask(Call.delete(pinned(world) + "-other"))),
        Scenario.refused(
                DELETE,
                ProblemKind.STORAGE_FULL,
                world -> {
                  String pin = pinned(world);
                  return withoutRoom(world, pin, Call.delete(pin));
                })
            .in(Place.SMALL_DISK),
        Scenario.of("getResult", 200, world -> world.ask(Call.get(resultOf(pinned(world))))),
        Scenario.of(
            "listResults",
            200,
            world -> world.ask(Call.get(resultOf(pinned(world)).replaceFirst("/k$", "")))),
        Scenario.refused(
            FORGET, ProblemKind.PINNED, world -> world.ask(Call.delete(resultOf(pinned(world))))),
        Scenario.of(
            FORGET, 204, world -> world.ask(Call.delete(resultOf(pinned(world)) + "?force=true"))),
        Scenario.refused(
            FORGET,
            ProblemKind.BAD_REQUEST,
            world -> world.ask(Call.delete(resultOf(pinned(world)) + "?force=perhaps"))),
        Scenario.refused(
            FORGET,
            ProblemKind.PINNED,
            world -> {
              String result = world.result("x");
              Call pinning = Call.post(result + "/build").json("{\"pin\":true}");
              try (Wire stream = world.connect().open(pinning)) {
                stream.next("ready");
                return world.ask(Call.delete(result));
              }
            }));
  }

  /** Removes the result then: it would be evicted where another scenario wants a full disk. */
  private static Reply withoutRoom(World world, String pin, Call call) throws Exception {
    world.fillDisk();
    Reply reply = world.ask(call);
    world.emptyDisk();
    world.ask(Call.delete(resultOf(pin) + "?force=true")).has(204);
    return reply;
  }

  private static String resultOf(String pin) {
    return pin.replaceFirst("/pins/.*", "");
  }

  private static List<Scenario> evicting() {
    Call evict = Call.post("/v1/evictions");
    return List.of(
        Scenario.of(
            EVICT,
            200,
            world -> {
              String name = world.result("x").split("/", -1)[3];
              return world.ask(evict.json("{\"name\":\"" + name + "\"}"));
            }),
        Scenario.of(
            EVICT, 200, world -> world.ask(evict.json("{\"to_bytes\":0,\"dry_run\":true}"))),
        Scenario.refused(EVICT, ProblemKind.BAD_JSON, world -> world.ask(evict.json("{"))),
        Scenario.refused(
            EVICT,
            ProblemKind.OUTSIDE_PREFIX,
            world -> {
              Call local = evict.json("{\"name\":\"w\"}").without("Host").with("Host: localhost");
              return world.askByTcp(local.with(world.stranger.header()));
            }),
        Scenario.refused(
            EVICT, ProblemKind.TOO_LARGE, world -> world.ask(evict.json(Place.tooLong()))),
        Scenario.refused(
            EVICT,
            ProblemKind.UNSUPPORTED_MEDIA_TYPE,
            world -> world.ask(evict.with("Content-Type: text/x").body(new byte[1]))),
        Scenario.refused(EVICT, ProblemKind.NOT_AN_OBJECT, world -> world.ask(evict.json("[]"))),
        Scenario.refused(EVICT, ProblemKind.BAD_MESSAGE, world -> world.ask(evict.json("{}"))),
        Scenario.refused(
            EVICT,
            ProblemKind.BAD_MESSAGE,
            world -> world.ask(evict.json("{\"key\":\"k\",\"to_bytes\":0}"))));
  }
}
