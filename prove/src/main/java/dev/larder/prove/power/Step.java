package dev.larder.prove.power;

import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A write that the recorded daemon answered.
 *
 * @param edits what it does, by document
 * @param key its Idempotency-Key
 * @param isPublished whether it was answered only after the published file held it
 */
record Step(
    Line.Place place,
    Request request,
    Map<String, DocState.Edit> edits,
    @Nullable String key,
    boolean isPublished,
    Reply reply) {
  /** The versions that its answer told, by document. */
  Map<String, Long> versions() {
    Map<String, Long> versions = new TreeMap<>();
    if (edits.size() == 1) {
      versions.put(edits.keySet().iterator().next(), versionOfOne());
    } else {
      JsonNode documents = reply.json().get("documents");
      edits.keySet().forEach(doc -> versions.put(doc, documents.get(doc).get("version").asLong()));
    }
    return versions;
  }

  private long versionOfOne() {
    return reply.version() > 0 ? reply.version() : reply.json().get("version").asLong();
  }

  /** Whether its answer may have been read before a line of the trace. */
  boolean isAnswered(Recording recording, int cut) {
    return recording.isTold(place.connection(), place.answer(), cut);
  }

  /** Whether it may have been sent before a line: its connection had the answer before. */
  boolean isSent(Recording recording, int cut) {
    return recording.isTold(place.connection(), place.answer() - 1, cut);
  }
}
