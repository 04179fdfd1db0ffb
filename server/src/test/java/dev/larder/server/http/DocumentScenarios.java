package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.ProblemKind;
import java.util.ArrayList;
import java.util.List;

/** Documents: reading them, and the four ways of writing their entries. */
final class DocumentScenarios {
  private DocumentScenarios() {}

  /**
   * One of the operations that write entries.
   *
   * @param suffix behind the document's path
   */
  private record Writing(String operation, String method, String suffix, String type) {
    Call call(String document, String json) {
      return Call.of(method, document + suffix)
          .with("Content-Type: " + type)
          .body(json.getBytes(UTF_8));
    }
  }

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>(reading());
    all.addAll(deleting());
    for (Writing writing :
        List.of(
            new Writing("putDocument", "PUT", "", MediaTypes.JSON),
            new Writing("patchDocument", "PATCH", "", MediaTypes.MERGE_PATCH),
            new Writing("mergeDocument", "POST", "/merge", MediaTypes.JSON))) {
      all.addAll(writing(writing));
      all.addAll(tooLittle(writing));
    }
    all.add(
        Scenario.refused(
            "mergeDocument",
            ProblemKind.RULE_NOT_APPLICABLE,
            world -> {
              String document = world.freshDocument();
              String sums = "{\"rules\":[{\"at\":\"/a\",\"op\":\"sum\"}]}";
              world.ask(Call.put(document + "/settings", sums)).has(201);
              return world.ask(Call.post(document + "/merge").json("{\"a\":\"text\"}"));
            }));
    return all;
  }

  private static List<Scenario> reading() {
    return List.of(
        Scenario.of(
            "listStats",
            200,
            world -> {
              world.ask(Call.put(world.freshDocument(), "{\"a\":1}")).has(201);
              return world.ask(Call.get("/v1/stats"));
            }),
        Scenario.of("getDocument", 200, world -> world.ask(Call.get(document(world)))),
        Scenario.of(
            "getDocument",
            200,
            world ->
                world.ask(Call.get(document(world) + "?pointer=/sage.categories.action/walltime"))),
        Scenario.of(
            "getDocument",
            304,
            world -> world.ask(Call.get(document(world)).with("If-None-Match: \"1\""))),
        Scenario.refused(
            "getDocument",
            ProblemKind.NOT_FOUND,
            world -> world.ask(Call.get(world.freshDocument()))),
        Scenario.refused(
            "getDocument",
            ProblemKind.NOT_FOUND,
            world -> world.ask(Call.get(document(world) + "?pointer=/c"))),
        Scenario.refused(
            "getDocument", ProblemKind.BAD_NAME, world -> world.ask(Call.get("/v1/stats/.a"))));
  }

  /** A document at version 1 with one entry. */
  private static String document(World world) throws Exception {
    String document = world.freshDocument();
    world
        .ask(Call.put(document, "{\"sage.categories.action\":{\"walltime\":0.6464850902557373}}"))
        .has(201);
    return document;
  }

  private static List<Scenario> deleting() {
    String delete = "deleteDocument";
    return List.of(
        Scenario.of(delete, 200, world -> world.ask(Call.delete(document(world)))),
        Scenario.refused(
            delete, ProblemKind.BAD_NAME, world -> world.ask(Call.delete("/v1/stats/.a"))),
        Scenario.refused(
            delete, ProblemKind.NOT_FOUND, world -> world.ask(Call.delete(world.freshDocument()))),
        Scenario.refused(
            delete,
            ProblemKind.PRECONDITION_FAILED,
            world -> world.ask(Call.delete(document(world)).with("If-Match: \"9\""))),
        Scenario.refused(
                delete,
                ProblemKind.STORAGE_FULL,
                world -> {
                  String document = document(world);
                  world.fillDisk();
                  return world.ask(Call.delete(document));
                })
            .in(Place.SMALL_DISK));
  }

  private static List<Scenario> writing(Writing writing) {
    String operation = writing.operation();
    return List.of(
        Scenario.of(
            operation, 201, world -> world.ask(writing.call(world.freshDocument(), "{\"a\":1}"))),
        Scenario.of(
            operation, 200, world -> world.ask(writing.call(document(world), "{\"c\":null}"))),
        Scenario.refused(
            operation,
            ProblemKind.BAD_NAME,
            world -> world.ask(writing.call("/v1/stats/.a", "{}"))),
        Scenario.refused(
            operation,
            ProblemKind.BAD_JSON,
            world -> world.ask(writing.call(world.freshDocument(), "{"))),
        Scenario.refused(
            operation,
            ProblemKind.PRECONDITION_FAILED,
            world -> world.ask(writing.call(document(world), "{}").with("If-None-Match: *"))),
        Scenario.refused(
            operation,
            ProblemKind.UNSUPPORTED_MEDIA_TYPE,
            world ->
                world.ask(
                    writing
                        .call(world.freshDocument(), "{}")
                        .without("Content-Type")
                        .with("Content-Type: text/x"))),
        Scenario.refused(
            operation,
            ProblemKind.NOT_AN_OBJECT,
            world -> world.ask(writing.call(world.freshDocument(), "[]"))));
  }

  /** Where something is too little: a limit, the disk, a folder that is not there. */
  private static List<Scenario> tooLittle(Writing writing) {
    String operation = writing.operation();
    return List.of(
        Scenario.refused(
            operation,
            ProblemKind.TOO_LARGE,
            world -> world.ask(writing.call(world.freshDocument(), Place.tooLong()))),
        Scenario.refused(
                operation,
                ProblemKind.TOO_MANY,
                world -> {
                  world.ask(Call.put("/v1/stats/only", "{}"));
                  return world.ask(writing.call(world.freshDocument(), "{}"));
                })
            .in(Place.CROWDED),
        Scenario.refused(
            operation,
            ProblemKind.PUBLISH_FAILED,
            world -> {
              String document = SettingsScenarios.publishedNowhere(world);
              Call call = writing.call(document, "{\"a\":1}");
              return world.ask(
                  new Call(
                      call.method(),
                      call.target() + "?ack=published",
                      call.headers(),
                      call.body()));
            }),
        Scenario.refused(
                operation,
                ProblemKind.STORAGE_FULL,
                world -> {
                  world.fillDisk();
                  return world.ask(writing.call(world.freshDocument(), "{\"a\":1}"));
                })
            .in(Place.SMALL_DISK));
  }
}
