package dev.larder.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

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
public record Reply(int status, Map<String, List<String>> headers, byte[] body) {
  /** The header's first value; null where it is missing. */
  public @Nullable String header(String name) {
    List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    return values.isEmpty() ? null : values.get(0);
  }

  /** The body. */
  public String text() {
    return new String(body, UTF_8);
  }

  /** The body, which is JSON. */
  public JsonNode json() {
    return JsonMapper.shared().readTree(body);
  }

  /** The version in the ETag; 0 where there is none. */
  public long version() {
    String etag = header("ETag");
    return etag == null ? 0 : Long.parseLong(etag.replace("\"", ""));
  }

  /** The same answer with that status; what came instead is thrown. */
  public Reply has(int wanted) {
    if (status != wanted) {
      throw new IllegalStateException(wanted + " wanted, but: " + status + " " + text());
    }
    return this;
  }
}
