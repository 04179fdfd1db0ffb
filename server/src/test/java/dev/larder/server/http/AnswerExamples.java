package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.ProblemKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The examples of the contract: they must fit their schemas, and be as what is answered. */
final class AnswerExamples {
  private AnswerExamples() {}

  /** Holds all examples, of requests and of answers, to their schemas; the result is how many. */
  static int check(Contract contract) {
    int checked = 0;
    for (Contract.Operation operation : contract.operations()) {
      List<Map.Entry<String, JsonNode>> types = new ArrayList<>();
      if (operation.body() != null) {
        assertThat(operation.body().properties())
            .as("examples of what is sent to %s", operation.id())
            .anyMatch(type -> !examples(type).isEmpty());
        types.addAll(operation.body().properties());
      }
      for (Map.Entry<String, JsonNode> response : operation.responses().entrySet()) {
        for (var type : response.getValue().path("content").properties()) {
          assertThat(examples(type))
              .as("examples of %s %s %s", operation.id(), response.getKey(), type.getKey())
              .isNotEmpty();
          types.add(type);
        }
      }
      for (Map.Entry<String, JsonNode> type : types) {
        JsonNode schema = Contract.schema(type.getKey(), type.getValue());
        for (JsonNode example : examples(type)) {
          contract.fits(schema, example, operation.id());
          if (type.getKey().equals(MediaTypes.PROBLEM)) {
            checkProblem(example);
          }
          checked++;
        }
      }
    }
    return checked;
  }

  private static List<JsonNode> examples(Map.Entry<String, JsonNode> type) {
    return Contract.examples(type.getKey(), type.getValue());
  }

  private static void checkProblem(JsonNode example) {
    ProblemKind kind =
        Arrays.stream(ProblemKind.values())
            .filter(known -> known.type().equals(example.get("type").asString()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("of no kind: " + example));
    assertThat(example.get("status").asInt()).as(kind.slug()).isEqualTo(kind.status());
    assertThat(example.get("title").asString()).isEqualTo(kind.title());
  }

  /** The examples of JSON answers that have a member, or a type, that no real answer has. */
  static List<String> unlikeAnyAnswer(Contract contract, Walk walk) {
    List<String> unlike = new ArrayList<>();
    for (Contract.Operation operation : contract.operations()) {
      for (Map.Entry<String, JsonNode> response : operation.responses().entrySet()) {
        if (response.getKey().startsWith("2")) {
          for (var type : response.getValue().path("content").properties()) {
            List<JsonNode> answers = walk.answers(operation.id(), response.getKey(), type.getKey());
            examples(type).stream()
                .filter(example -> answers.stream().noneMatch(answer -> isLike(example, answer)))
                .forEach(example -> unlike.add(operation.id() + ": " + example + " of " + answers));
          }
        }
      }
    }
    return unlike;
  }

  private static boolean isLike(JsonNode example, JsonNode answer) {
    if (example.isObject() && answer.isObject()) {
      return example.properties().stream()
          .allMatch(
              member ->
                  answer.has(member.getKey())
                      && isLike(member.getValue(), answer.get(member.getKey())));
    }
    if (example.isArray() && answer.isArray()) {
      return answer.isEmpty()
          || example
              .valueStream()
              .allMatch(item -> answer.valueStream().anyMatch(other -> isLike(item, other)));
    }
    return example.isNull()
        || answer.isNull()
        || (example.isNumber() && answer.isNumber())
        || example.getNodeType() == answer.getNodeType();
  }
}
