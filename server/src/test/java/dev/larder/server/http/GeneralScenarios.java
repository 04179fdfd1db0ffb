package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.ProblemKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the contract says of its operations all alike, so that a new one gets it by itself. */
final class GeneralScenarios {
  private static final String NAME = "general";

  private GeneralScenarios() {}

  /** Refusals that need not know what an operation is for. */
  static List<Scenario> refusals(Contract contract) {
    List<Scenario> all = new ArrayList<>();
    for (Contract.Operation operation : contract.operations()) {
      String id = operation.id();
      String target = operation.target(NAME);
      Call call = Call.of(operation.method(), target);
      Call byTcp = call.without("Host").with("Host: localhost");
      all.add(
          Scenario.refused(
              id,
              ProblemKind.BAD_REQUEST,
              world -> world.ask(Call.of(operation.method(), target + "?nonsense=1"))));
      if (operation.statuses().contains("401")) {
        all.add(Scenario.refused(id, ProblemKind.UNAUTHORIZED, world -> world.askByTcp(byTcp)));
      }
      all.add(
          Scenario.refused(
              id,
              ProblemKind.FOREIGN_ORIGIN,
              world -> world.askByTcp(byTcp.with("Origin: https://larder.example"))));
      if (!operation.method().equals("GET")) {
        all.add(
            Scenario.refused(
                id,
                ProblemKind.READ_ONLY,
                world -> world.askByTcp(byTcp.with(world.reader.header()))));
      }
      if (operation.template().matches(".*\\{(doc|name)}.*") || id.equals("stop")) {
        all.add(
            Scenario.refused(
                id,
                ProblemKind.OUTSIDE_PREFIX,
                world -> world.askByTcp(byTcp.with(world.stranger.header()))));
      }
      all.add(
          Scenario.refused(
              id,
              ProblemKind.WRONG_HOST,
              world -> world.askByTcp(call.without("Host").with("Host: larder.example"))));
      all.add(
          Scenario.refused(
                  id,
                  ProblemKind.OVERLOADED,
                  world -> {
                    world.takeTheConnection();
                    return world.ask(call);
                  })
              .in(Place.ONE_CONNECTION));
    }
    return all;
  }

  /** Each example of a request is sent, and must be taken. */
  static List<Scenario> examples(Contract contract) {
    List<Scenario> all = new ArrayList<>();
    for (Contract.Operation operation : contract.operations()) {
      if (operation.body() != null) {
        for (Map.Entry<String, JsonNode> type : operation.body().properties()) {
          for (JsonNode example : Contract.examples(type.getKey(), type.getValue())) {
            all.add(taken(operation, type.getKey(), example));
          }
        }
      }
    }
    return all;
  }

  /** It goes to a document or a result that is not there yet, or to a lease that is held. */
  private static Scenario taken(Contract.Operation operation, String type, JsonNode example) {
    return Scenario.of(
        operation.id(),
        firstStatus(operation),
        world -> {
          String name = world.fresh();
          if (operation.template().contains("{pin}")) {
            world.commit(name + "/" + name, "x"); // only what is ready can be pinned
          }
          if (!operation.template().contains("{token}")) {
            return send(world, operation, call(world, operation, name, type, example));
          }
          try (Building own = world.build(name + "/k")) {
            return send(world, operation, call(world, operation, own.token(), type, example));
          }
        });
  }

  /** The status of a request that is taken, where nothing was before. */
  static int firstStatus(Contract.Operation operation) {
    return operation.statuses().contains("201")
        ? 201
        : operation.statuses().stream()
            .mapToInt(Integer::parseInt)
            .filter(status -> status < 300)
            .min()
            .orElseThrow();
  }

  /** A call with the operation's first example as its body, if it has one. */
  static Call example(World world, Contract.Operation operation, String name) {
    if (operation.body() == null) {
      return Call.of(operation.method(), operation.target(name));
    }
    Map.Entry<String, JsonNode> type = operation.body().properties().iterator().next();
    JsonNode example = Contract.examples(type.getKey(), type.getValue()).get(0);
    return call(world, operation, name, type.getKey(), example);
  }

  private static Call call(
      World world, Contract.Operation operation, String name, String type, JsonNode example) {
    return Call.of(operation.method(), operation.target(name))
        .with("Content-Type: " + type)
        .body(text(world, type, example).getBytes(UTF_8));
  }

  private static Reply send(World world, Contract.Operation operation, Call call) throws Exception {
    boolean streams = operation.responses().values().stream().anyMatch(GeneralScenarios::streams);
    return streams ? world.firstLine(call) : world.ask(call);
  }

  private static boolean streams(JsonNode response) {
    return response.path("content").has(MediaTypes.NDJSON);
  }

  private static String text(World world, String type, JsonNode example) {
    if (!type.toLowerCase(Locale.ROOT).contains("json")) {
      return example.asString();
    }
    JsonNode sent = example.deepCopy();
    if (sent instanceof ObjectNode object && object.has("publish")) {
      // The example's folder may be there, and is not ours to write in.
      object.put("publish", world.beside(world.fresh()).toString());
    }
    return sent.toString();
  }
}
