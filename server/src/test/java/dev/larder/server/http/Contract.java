package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.larder.protocol.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code openapi.yaml}, as a test reads it: what it names, and whether an answer is as it says. */
final class Contract {
  private static final String HERE = "https://larder.test/openapi";
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
  private static final String DEFAULT = "default";

  private final JsonNode file;
  private final SchemaRegistry schemas;

  /** Every operation and status that an answer was held to, as {@code GET /v1/stats 200}. */
  private final Set<String> seen = new TreeSet<>();

  /**
   * An operation of the file.
   *
   * @param body its request's media types with their schemas and examples; null where it has none
   */
  record Operation(
      String method,
      String template,
      JsonNode parameters,
      @Nullable JsonNode body,
      JsonNode responses) {
    String name() {
      return method + " " + template;
    }

    boolean takes(String parameter) {
      for (JsonNode known : parameters) {
        if (known.get("name").asString().equals(parameter)) {
          return true;
        }
      }
      return false;
    }
  }

  Contract() throws IOException {
    try (InputStream yaml =
        Contract.class.getResourceAsStream("/dev/larder/protocol/openapi.yaml")) {
      file = YAMLMapper.shared().readTree(Objects.requireNonNull(yaml));
    }
    schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemas(Map.of(HERE, file.toString())));
  }

  List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : file.get("paths").properties()) {
      for (Map.Entry<String, JsonNode> member : path.getValue().properties()) {
        if (METHODS.contains(member.getKey())) {
          all.add(operation(path.getKey(), path.getValue(), member));
        }
      }
    }
    return all;
  }

  private Operation operation(String template, JsonNode path, Map.Entry<String, JsonNode> member) {
    JsonNode body = member.getValue().get("requestBody");
    var parameters = JsonMapper.shared().createArrayNode();
    for (JsonNode owner : List.of(path, member.getValue())) {
      for (JsonNode parameter : owner.path("parameters")) {
        parameters.add(resolved(parameter));
      }
    }
    return new Operation(
        member.getKey().toUpperCase(Locale.ROOT),
        template,
        parameters,
        body == null ? null : resolved(body).get("content"),
        member.getValue().get("responses"));
  }

  Operation operation(String name) {
    return operations().stream()
        .filter(operation -> operation.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("openapi.yaml does not name " + name));
  }

  /** Holds an answer to what the file says of the operation: status, type, headers and body. */
  void check(String name, Reply reply) {
    JsonNode responses = operation(name).responses();
    String status = String.valueOf(reply.status());
    JsonNode response =
        resolved(responses.has(status) ? responses.get(status) : responses.get(DEFAULT));
    seen.add(name + " " + status);
    assertThat(reply.header("Larder-Protocol")).isEqualTo("1");
    response
        .path("headers")
        .properties()
        .forEach(header -> checkHeader(header.getKey(), resolved(header.getValue()), reply));
    JsonNode content = response.path("content");
    String type = reply.header("Content-Type");
    if (content.isEmpty()) {
      assertThat(type).as(name + " " + status).isNull();
      assertThat(reply.body()).isEmpty();
      return;
    }
    String bare = String.valueOf(type).replaceFirst(";.*", "");
    assertThat(content.propertyNames()).as("%s %s: %s", name, status, reply.text()).contains(bare);
    if (!bare.contains("json")) {
      fits(content.get(bare).get("schema"), JsonMapper.shared().valueToTree(reply.text()), name);
      return;
    }
    for (String line : reply.text().split("\n", -1)) {
      if (!line.isEmpty()) {
        fits(content.get(bare).get("schema"), JsonMapper.shared().readTree(line), name);
      }
    }
  }

  /** Holds a line of a stream to what the file says of its operation. */
  void checkLine(String name, JsonNode line) {
    JsonNode content = operation(name).responses().get("200").get("content");
    fits(content.get(MediaTypes.NDJSON).get("schema"), line, name);
  }

  private void checkHeader(String header, JsonNode described, Reply reply) {
    String value = reply.header(header);
    if (value == null && !described.path("required").asBoolean(true)) {
      return;
    }
    assertThat(value).as(header).isNotNull();
    fits(described.get("schema"), JsonMapper.shared().valueToTree(value), header);
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

  /** What the file names by a status of its own and no answer has shown yet. */
  Set<String> unseen() {
    Set<String> all = new TreeSet<>();
    for (Operation operation : operations()) {
      operation.responses().propertyNames().stream()
          .filter(status -> !status.equals(DEFAULT))
          .forEach(status -> all.add(operation.name() + " " + status));
    }
    all.removeAll(seen);
    return all;
  }
}
