package dev.larder.server.http;

import static org.awaitility.Awaitility.await;

import dev.larder.protocol.ProblemKind;
import java.util.ArrayList;
import java.util.List;

/** What is asked of the daemon itself. */
final class OpsScenarios {
  private OpsScenarios() {}

  static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>(daemon());
    for (String form : new String[] {"yaml", "json"}) {
      String operation = form.equals("yaml") ? "openapiYaml" : "openapiJson";
      Call get = Call.get("/openapi." + form);
      all.add(Scenario.of(operation, 200, world -> world.ask(get)));
      all.add(
          Scenario.of(
              operation,
              304,
              world -> {
                String etag = world.ask(get).has(200).header("ETag");
                return world.ask(get.with("If-None-Match: " + etag));
              }));
    }
    return all;
  }

  private static List<Scenario> daemon() {
    return List.of(
        Scenario.of("healthz", 200, world -> world.ask(Call.get("/healthz"))),
        Scenario.of("readyz", 200, world -> world.ask(Call.get("/readyz"))),
        Scenario.refused(
                "readyz",
                ProblemKind.NOT_READY,
                world -> {
                  world.fillDisk();
                  world.ask(Call.put(world.freshDocument(), "{}")).has(507);
                  return world.ask(Call.get("/readyz"));
                })
            .in(Place.SMALL_DISK),
        Scenario.of("metrics", 200, world -> world.ask(Call.get("/metrics"))),
        Scenario.of(
            "metrics",
            200,
            world ->
                world.ask(
                    Call.get("/metrics")
                        .with("Accept: application/openmetrics-text; version=1.0.0"))),
        Scenario.of("version", 200, world -> world.ask(Call.get("/version"))),
        Scenario.of("status", 200, world -> world.ask(Call.get("/v1/status"))),
        Scenario.of(
            "stop",
            202,
            world -> {
              Reply told = world.ask(Call.post("/v1/stop")).has(202);
              await().until(world::isStopAsked);
              return told;
            }));
  }
}
