package dev.larder.prove.process;

import dev.larder.prove.check.Answered;
import dev.larder.prove.check.DocumentModel;
import dev.larder.prove.check.Sent;
import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Between what the checker knows and what goes over the wire. */
final class Translation {
  /** Problems by which a daemon says that nothing was done. */
  private static final Set<String> NOTHING_DONE =
      Set.of("overloaded", "stopping", "too-many", "storage-full", "too-large");

  private Translation() {}

  /** What an answer tells: one of the two is true of it, or it can be judged. */
  record Told(boolean refused, @Nullable Answered answered) {
    static final Told REFUSED = new Told(true, null);

    /** Whether it was done is not told. */
    static final Told UNKNOWN = new Told(false, null);
  }

  /** The request as it is sent. */
  static Request request(String doc, Sent sent) {
    String path = "/v1/stats/" + doc;
    Request request =
        switch (sent.kind()) {
          case MERGE -> Request.merge(doc, json(sent.entries()));
          case PATCH -> Request.patch(doc, json(sent.entries()));
          case PUT -> Request.of("PUT", path).json(json(sent.entries()));
          case DELETE -> Request.of("DELETE", path);
          case SETTINGS ->
              Request.of("PUT", path + "/settings")
                  .json(
                      "true".equals(sent.entries().get(Sent.RULES))
                          ? DocumentModel.RULES_JSON
                          : DocumentModel.NO_RULES_JSON);
          case GET -> Request.get(path);
          case HEAD -> Request.of("HEAD", path);
        };
    String key = sent.key();
    Request keyed = key == null ? request : request.once(key);
    return switch (sent.condition().test()) {
      case NONE -> keyed;
      case ABSENT -> keyed.with("If-None-Match: *");
      case IS_AT -> keyed.with("If-Match: \"" + sent.condition().version() + "\"");
      case NOT_AT -> keyed.with("If-None-Match: \"" + sent.condition().version() + "\"");
    };
  }

  /** Values are JSON already. */
  static String json(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /**
   * What an answer tells.
   *
   * @throws IllegalStateException if no right daemon answers so
   */
  static Told told(Sent sent, Reply reply) {
    return switch (reply.status()) {
      case 200, 201 -> new Told(false, done(sent, reply));
      case 304, 404, 412 -> new Told(false, Answered.of(reply.status(), reply.version()));
      // Of a read it does not matter why, and an answer to HEAD does not say it.
      case 413, 429, 503, 507 -> sent.kind().writes() ? refused(reply) : Told.REFUSED;
      default -> throw new IllegalStateException(sent + " was answered with " + shown(reply));
    };
  }

  /**
   * Whether a batch was done.
   *
   * @throws IllegalStateException if no right daemon answers so
   */
  static Told toldOfBatch(Reply reply) {
    return switch (reply.status()) {
      case 200 -> Told.UNKNOWN; // each document has its own
      case 413, 429, 503, 507 -> refused(reply);
      default -> throw new IllegalStateException("a batch was answered with " + shown(reply));
    };
  }

  /** What was done to one document of a batch. */
  static Answered toldOf(String doc, Reply reply) {
    JsonNode answer = reply.json().get("documents").get(doc);
    boolean replayed = reply.header("Idempotency-Replayed") != null;
    long version = answer.get("version").asLong();
    return new Answered(200, version, answer.get("entries").asLong(), null, replayed);
  }

  private static Told refused(Reply reply) {
    String type = reply.json().get("type").asString();
    return NOTHING_DONE.contains(type.substring(type.lastIndexOf(':') + 1))
        ? Told.REFUSED
        : Told.UNKNOWN;
  }

  private static Answered done(Sent sent, Reply reply) {
    if (sent.kind() == Sent.Kind.HEAD) {
      return Answered.of(reply.status(), reply.version());
    }
    JsonNode body = reply.json();
    if (sent.kind() == Sent.Kind.GET) {
      return Answered.shown(reply.version(), content(body));
    }
    if (body.get("version").asLong() != reply.version()) {
      throw new IllegalStateException("the ETag is not the version: " + shown(reply));
    }
    boolean replayed = reply.header("Idempotency-Replayed") != null;
    return new Answered(
        reply.status(), reply.version(), body.get("entries").asLong(), null, replayed);
  }

  /** A document's entries, each value as JSON in its shortest form. */
  static Map<String, String> content(JsonNode document) {
    Map<String, String> content = new HashMap<>();
    document
        .properties()
        .forEach(entry -> content.put(entry.getKey(), entry.getValue().toString()));
    return content;
  }

  /** The same of a file. */
  static Map<String, String> content(byte[] json) {
    return content(JsonMapper.shared().readTree(json));
  }

  private static String shown(Reply reply) {
    return reply.status() + " " + reply.text();
  }
}
