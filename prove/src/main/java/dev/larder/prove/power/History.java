package dev.larder.prove.power;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of a recording asked for, and the states that the documents had one after the
 * other because of it. Immutable.
 */
final class History {
  /** A version of a document, and the write that made it. */
  record Version(Step step, DocState state) {}

  private final List<Step> steps;
  private final List<Build> builds;
  private final Map<String, NavigableMap<Long, Version>> documents = new TreeMap<>();

  /**
   * Puts the writes in the order of their versions.
   *
   * @throws IllegalStateException if two have the same version, or one is missing
   */
  History(List<Step> steps, List<Build> builds) {
    this.steps = List.copyOf(steps);
    this.builds = List.copyOf(builds);
    Map<String, NavigableMap<Long, Step>> ordered = new TreeMap<>();
    for (Step step : steps) {
      step.versions()
          .forEach(
              (doc, version) -> {
                if (ordered.computeIfAbsent(doc, name -> new TreeMap<>()).put(version, step)
                    != null) {
                  throw new IllegalStateException(doc + " has two writes of version " + version);
                }
              });
    }
    ordered.forEach((doc, writes) -> documents.put(doc, states(doc, writes)));
  }

  private static NavigableMap<Long, Version> states(String doc, NavigableMap<Long, Step> writes) {
    NavigableMap<Long, Version> versions = new TreeMap<>();
    DocState state = DocState.ABSENT;
    for (var write : writes.entrySet()) {
      if (write.getKey() != versions.size() + 1) {
        throw new IllegalStateException(doc + " has no write of version " + versions.size() + 1);
      }
      DocState.Edit edit = write.getValue().edits().get(doc);
      state = edit == null ? state : edit.of(state);
      versions.put(write.getKey(), new Version(write.getValue(), state));
    }
    return versions;
  }

  List<Step> steps() {
    return steps;
  }

  List<Build> builds() {
    return builds;
  }

  /** The names of all documents. */
  Iterable<String> documents() {
    return documents.keySet();
  }

  /** A document's versions, from 1 on. */
  NavigableMap<Long, Version> versions(String doc) {
    return documents.getOrDefault(doc, new TreeMap<>());
  }

  /** The newest version of a document that is fully promised at a cut; 0 if none is. */
  long answered(String doc, Recording recording, int cut, boolean publishedOnly) {
    return versions(doc).entrySet().stream()
        .filter(v -> v.getValue().step().isAnswered(recording, cut))
        .filter(v -> !publishedOnly || v.getValue().step().isPublished())
        .map(Map.Entry::getKey)
        .max(Comparator.naturalOrder())
        .orElse(0L);
  }

  /** The newest version up to a bound that has this content; 0 if none has, null for absent. */
  long newestLike(String doc, tools.jackson.databind.@Nullable JsonNode content, long atMost) {
    for (var version : versions(doc).headMap(atMost, true).descendingMap().entrySet()) {
      if (java.util.Objects.equals(version.getValue().state().content(), content)) {
        return version.getKey();
      }
    }
    return 0;
  }
}
