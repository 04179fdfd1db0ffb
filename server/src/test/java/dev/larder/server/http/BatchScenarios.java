package dev.larder.server.http;

import dev.larder.protocol.ProblemKind;
import java.util.List;

/** Merges into several documents at once. */
final class BatchScenarios {
  private static final String BATCH = "mergeBatch";
  private static final Call CALL = Call.post("/v1/batch");

  private BatchScenarios() {}

  /** A batch that merges the same entries into each of the documents. */
  private static Call batch(String entries, String... documents) {
    StringBuilder merges = new StringBuilder();
    for (String document : documents) {
      merges.append(merges.isEmpty() ? "" : ",").append('"').append(document).append("\":");
      merges.append(entries);
    }
    return CALL.json("{\"merges\":{" + merges + "}}");
  }

  static List<Scenario> all() {
    return List.of(
        Scenario.of(
            BATCH, 200, world -> world.ask(batch("{\"a\":1}", world.fresh(), world.fresh()))),
        Scenario.refused(BATCH, ProblemKind.BAD_JSON, world -> world.ask(CALL.json("{"))),
        Scenario.refused(BATCH, ProblemKind.BAD_NAME, world -> world.ask(batch("{}", ".a"))),
        Scenario.refused(
            BATCH,
            ProblemKind.OUTSIDE_PREFIX,
            world -> {
              Call local = batch("{}", world.fresh()).without("Host").with("Host: localhost");
              return world.askByTcp(local.with(world.stranger.header()));
            }),
        Scenario.refused(
            BATCH,
            ProblemKind.TOO_LARGE,
            world -> world.ask(batch(Place.tooLong(), world.fresh()))),
        Scenario.refused(
            BATCH,
            ProblemKind.UNSUPPORTED_MEDIA_TYPE,
            world -> world.ask(CALL.with("Content-Type: text/x").body(new byte[1]))),
        Scenario.refused(BATCH, ProblemKind.NOT_AN_OBJECT, world -> world.ask(CALL.json("[]"))),
        Scenario.refused(BATCH, ProblemKind.BAD_MESSAGE, world -> world.ask(CALL.json("{}"))),
        Scenario.refused(
            BATCH,
            ProblemKind.RULE_NOT_APPLICABLE,
            world -> {
              String summed = world.fresh();
              String sums = "{\"rules\":[{\"at\":\"/a\",\"op\":\"sum\"}]}";
              world.ask(Call.put("/v1/stats/" + summed + "/settings", sums)).has(201);
              return world.ask(batch("{\"a\":\"text\"}", world.fresh(), summed));
            }),
        Scenario.refused(
                BATCH,
                ProblemKind.TOO_MANY,
                world -> world.ask(batch("{}", world.fresh(), world.fresh())))
            .in(Place.CROWDED),
        Scenario.refused(
                BATCH,
                ProblemKind.STORAGE_FULL,
                world -> {
                  world.fillDisk();
                  return world.ask(batch("{\"a\":1}", world.fresh(), world.fresh()));
                })
            .in(Place.SMALL_DISK));
  }
}
