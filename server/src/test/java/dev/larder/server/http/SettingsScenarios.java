package dev.larder.server.http;

import dev.larder.protocol.ProblemKind;
import java.util.List;

/** A document's settings. */
final class SettingsScenarios {
  private static final String GET = "getSettings";
  private static final String PUT = "putSettings";

  private SettingsScenarios() {}

  /** The path of a document that is to be published in a folder that is not there. */
  static String publishedNowhere(World world) throws Exception {
    String document = world.freshDocument();
    world.ask(Call.put(document + "/settings", "{}")).has(201);
    String nowhere = world.beside("missing").resolve(world.fresh()).toString();
    world.ask(Call.put(document + "/settings", "{\"publish\":\"" + nowhere + "\"}")).has(200);
    return document;
  }

  private static String fresh(World world) {
    return world.freshDocument() + "/settings";
  }

  static List<Scenario> all() {
    return List.of(
        Scenario.of(
            GET,
            200,
            world -> {
              String settings = fresh(world);
              String all =
                  "{\"publish\":\""
                      + world.beside(world.fresh())
                      + "\",\"mode\":\"0644\",\"rules\":[{\"at\":\"/*/runs\",\"op\":\"sum\"}],"
                      + "\"expire_entries_after\":\"30d\"}";
              world.ask(Call.put(settings, all)).has(201);
              return world.ask(Call.get(settings));
            }),
        Scenario.refused(GET, ProblemKind.NOT_FOUND, world -> world.ask(Call.get(fresh(world)))),
        Scenario.of(PUT, 201, world -> world.ask(Call.put(fresh(world), "{\"indent\":2}"))),
        Scenario.of(
            PUT, 200, world -> world.ask(Call.put(publishedNowhere(world) + "/settings", "{}"))),
        Scenario.refused(
            PUT, ProblemKind.BAD_JSON, world -> world.ask(Call.put(fresh(world), "{"))),
        Scenario.refused(
            PUT,
            ProblemKind.PATH_TAKEN,
            world -> {
              String place = "{\"publish\":\"" + world.beside(world.fresh()) + "\"}";
              world.ask(Call.put(fresh(world), place)).has(201);
              return world.ask(Call.put(fresh(world), place));
            }),
        Scenario.refused(
            PUT,
            ProblemKind.PRECONDITION_FAILED,
            world -> world.ask(Call.put(fresh(world), "{}").with("If-Match: \"9\""))),
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
            world -> world.ask(Call.put(fresh(world), "{\"indent\":99}"))),
        Scenario.refused(
            PUT,
            ProblemKind.BAD_MESSAGE,
            world -> world.ask(Call.put(fresh(world), "{\"modus\":1}"))),
        Scenario.refused(
            PUT, ProblemKind.NOT_AN_OBJECT, world -> world.ask(Call.put(fresh(world), "[]"))),
        Scenario.refused(
            PUT,
            ProblemKind.RULE_NOT_APPLICABLE,
            world -> {
              String document = world.freshDocument();
              world.ask(Call.put(document, "{\"a\":\"text\"}")).has(201);
              String sums = "{\"rules\":[{\"at\":\"/a\",\"op\":\"sum\"}]}";
              return world.ask(Call.put(document + "/settings", sums));
            }),
        Scenario.refused(
            PUT,
            ProblemKind.PUBLISH_FAILED,
            world -> {
              String nowhere = world.beside("missing").resolve(world.fresh()).toString();
              return world.ask(
                  Call.put(fresh(world) + "?ack=published", "{\"publish\":\"" + nowhere + "\"}"));
            }),
        Scenario.refused(
                PUT,
                ProblemKind.TOO_MANY,
                world -> {
                  world.ask(Call.put("/v1/stats/only", "{}"));
                  return world.ask(Call.put(fresh(world), "{}"));
                })
            .in(Place.CROWDED),
        Scenario.refused(
                PUT,
                ProblemKind.STORAGE_FULL,
                world -> {
                  world.fillDisk();
                  return world.ask(Call.put(fresh(world), "{}"));
                })
            .in(Place.SMALL_DISK));
  }
}
