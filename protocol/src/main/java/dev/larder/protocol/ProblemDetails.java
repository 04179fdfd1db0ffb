package dev.larder.protocol;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A problem as it stands on the socket: {@code application/problem+json} (RFC 9457).
 *
 * @param type the stable identifier, {@link ProblemKind#type()}
 * @param title for people, the same for every problem of a type
 * @param status the HTTP status
 * @param detail what happened, to which thing
 * @param action what to do
 * @param members the extension members
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProblemDetails(
    @JsonProperty("type") String type,
    @JsonProperty("title") String title,
    @JsonProperty("status") int status,
    @JsonProperty("detail") String detail,
    @JsonProperty("action") @Nullable String action,
    @JsonAnySetter @JsonAnyGetter Map<String, Object> members) {

  /** Keeps a copy of the members, in their order. */
  public ProblemDetails {
    members = members == null ? Map.of() : new LinkedHashMap<>(members);
  }

  /** Writes a problem of the catalogue. */
  public static ProblemDetails of(Problem problem) {
    ProblemKind kind = problem.kind();
    return new ProblemDetails(
        kind.type(),
        kind.title(),
        kind.status(),
        problem.detail(),
        problem.action(),
        problem.members());
  }

  /** The same, told of one of the documents that the request was for. */
  public ProblemDetails in(DocName document) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put("document", document.value());
    return new ProblemDetails(
        type, title, status, "Document '" + document + "': " + detail, action, more);
  }

  /** Whether this is a problem of that kind. */
  public boolean is(ProblemKind kind) {
    return kind.type().equals(type);
  }

  /** Detail and action in one line, as a command prints them. */
  public String sentence() {
    return action == null ? detail : detail + " " + action;
  }
}
