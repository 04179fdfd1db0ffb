package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.OpenApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code openapi.yaml}, as a test reads it: what it names, and whether an answer is as it says. */
final class Contract {
  private static final String HERE = "https://larder.test/openapi";
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  /** The responses that may befall any request, and need no line in an operation. */
  static final String DEFAULT = "default";

  private final JsonNode file;
  private final SchemaRegistry schemas;
  private final List<Operation> operations = new ArrayList<>();

  /**
   * An operation of the file.
   *
   * @param body its request's media types with their schemas and examples; null where it has none
   * @param responses by their statuses, references resolved
   */
  record Operation(
      String id,
      String method,
      String template,
      List<JsonNode> parameters,
      @Nullable JsonNode body,
      Map<String, JsonNode> responses) {
    String name() {
      return method + " " + template;
    }

    boolean takes(String parameter) {
      return parameters.stream().anyMatch(known -> known.get("name").asString().equals(parameter));
    }

    /** The statuses that it names by themselves. */
    Set<String> statuses() {
      return responses.keySet().stream()
          .filter(status -> !status.equals(DEFAULT))
          .collect(Collectors.toSet());
    }

    /** A target of it, with a name in the place of each parameter. */
    String target(String name) {
      return template.replaceAll("\\{[a-z]+}", name);
    }
  }

  Contract() {
    file = YAMLMapper.shared().readTree(OpenApi.YAML.read());
    schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemas(Map.of(HERE, file.toString())));
    for (Map.Entry<String, JsonNode> path : file.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
        if (METHODS.contains(member.getKey())) {
          operations.add(operation(path.getKey(), path.getValue(), member));
        }
      }
    }
  }

  private Operation operation(String template, JsonNode path, Map.Entry<String, JsonNode> member) {
    JsonNode operation = member.getValue();
    List<JsonNode> parameters = new ArrayList<>();
    path.path("parameters").forEach(parameter -> parameters.add(resolved(parameter)));
    operation.path("parameters").forEach(parameter -> parameters.add(resolved(parameter)));
    Map<String, JsonNode> responses = new TreeMap<>();
    operation
        .get("responses")
        .properties()
        .forEach(response -> responses.put(response.getKey(), resolved(response.getValue())));
    JsonNode body = operation.get("requestBody");
    return new Operation(
        operation.get("operationId").asString(),
        member.getKey().toUpperCase(Locale.ROOT),
        template,
        List.copyOf(parameters),
        body == null ? null : resolved(body).get("content"),
        Map.copyOf(responses));
  }

  List<Operation> operations() {
    return List.copyOf(operations);
  }

  Operation operation(String id) {
    return operations.stream()
        .filter(operation -> operation.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("openapi.yaml does not name " + id));
  }

  /** Holds an answer to what the file says of the operation: status, type, headers and body. */
  void check(String id, Reply reply) {
    String what = id + " " + reply.status();
    JsonNode response =
        Objects.requireNonNull(
            operation(id).responses().get(String.valueOf(reply.status())),
            () -> what + " is not in openapi.yaml: " + reply.text());
    assertThat(reply.header("Larder-Protocol")).as(what).isEqualTo("1");
    for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
      checkHeader(header.getKey(), resolved(header.getValue()), reply, what);
    }
    JsonNode content = response.path("content");
    String type = reply.header("Content-Type");
    if (content.isEmpty()) {
      assertThat(type).as(what).isNull();
      assertThat(reply.body()).as(what).isEmpty();
      return;
    }
    String bare = String.valueOf(type).replaceFirst(";.*", "");
    assertThat(content.propertyNames()).as("%s: %s", what, reply.text()).contains(bare);
    JsonNode schema = schema(bare, content.get(bare));
    bodies(reply).forEach(body -> fits(schema, body, what));
    if (bare.equals(MediaTypes.PROBLEM)) {
      String kind = reply.json().get("type").asString().replaceFirst(".*:", "");
      assertThat(response.get("description").asString()).as(what).contains("`" + kind + "`");
    }
  }

  private void checkHeader(String header, JsonNode described, Reply reply, String what) {
    String value = reply.header(header);
    if (value == null) {
      assertThat(described.path("required").asBoolean(false))
          .as("%s must have the header %s", what, header)
          .isFalse();
    } else {
      fits(described.get("schema"), JsonMapper.shared().valueToTree(value), what + " " + header);
    }
  }

  /** What an answer says: its JSON, each line of its NDJSON, each event's data, or its text. */
  static List<JsonNode> bodies(Reply reply) {
    String type = String.valueOf(reply.header("Content-Type"));
    if (type.equals(MediaTypes.NDJSON)) {
      return reply.text().lines().map(JsonMapper.shared()::readTree).toList();
    }
    if (type.equals(MediaTypes.EVENTS)) {
      return Events.dataOf(reply.text());
    }
    return List.of(
        type.contains("json") ? reply.json() : JsonMapper.shared().valueToTree(reply.text()));
  }

  /** Holds a value to a schema of the file. */
  void fits(JsonNode schema, JsonNode value, String what) {
    assertThat(
            validator(schema)
                .validate(
                    value,
                    run -> run.executionConfig(config -> config.formatAssertionsEnabled(true))))
        .as("%s: %s", what, value)
        .isEmpty();
  }

  /** A schema of the file, with its references made whole. */
  private Schema validator(JsonNode schema) {
    JsonNode whole = schema.deepCopy();
    if (whole instanceof ObjectNode object && object.has("$ref")) {
      object.put("$ref", HERE + object.get("$ref").asString());
    }
    return schemas.getSchema(whole);
  }

  /** The node that a reference of the file leads to. */
  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? file.at(node.get("$ref").asString().substring(1)) : node;
  }

  /** The schema of what {@link #bodies} gives of an answer: of events that of their data. */
  static JsonNode schema(String type, JsonNode mediaType) {
    JsonNode schema = mediaType.get("schema");
    return type.equals(MediaTypes.EVENTS) ? schema.get("contentSchema") : schema;
  }

  /** The examples of a media type of the file; of events their data. */
  static List<JsonNode> examples(String type, JsonNode mediaType) {
    List<JsonNode> all = new ArrayList<>();
    if (mediaType.has("example")) {
      all.add(mediaType.get("example"));
    }
    mediaType.path("examples").forEach(named -> all.add(named.get("value")));
    return type.equals(MediaTypes.EVENTS)
        ? all.stream().flatMap(text -> Events.dataOf(text.asString()).stream()).toList()
        : all;
  }
}
