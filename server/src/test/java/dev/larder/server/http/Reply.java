package dev.larder.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.ProblemKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer as it came over the wire.
 *
 * @param headers by their names in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Reply(String version, int status, Map<String, List<String>> headers, byte[] body) {
  /** The header's value; null where it is missing; a failure where it is there twice. */
  @Nullable String header(String name) {
    List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    assertThat(values).as("header %s", name).hasSizeLessThan(2);
    return values.isEmpty() ? null : values.get(0);
  }

  String text() {
    return new String(body, UTF_8);
  }

  JsonNode json() {
    return JsonMapper.shared().readTree(body);
  }

  /** The same answer with that status, or a failure that shows what came instead. */
  Reply has(int wanted) {
    assertThat(status).as("status of: %s", text()).isEqualTo(wanted);
    return this;
  }

  long docVersion() {
    return json().get("version").asLong();
  }

  /** Holds the answer to be a problem of that kind, whole, with something to do about it. */
  JsonNode problem(ProblemKind kind) {
    has(kind.status());
    assertThat(header("Content-Type")).isEqualTo(MediaTypes.PROBLEM);
    JsonNode problem = json();
    assertThat(problem.get("type").asString()).as(text()).isEqualTo(kind.type());
    assertThat(problem.get("title").asString()).isEqualTo(kind.title());
    assertThat(problem.get("status").asInt()).isEqualTo(kind.status());
    assertThat(problem.get("detail").asString()).isNotBlank();
    assertThat(problem.get("action").asString()).isNotBlank();
    return problem;
  }
}
