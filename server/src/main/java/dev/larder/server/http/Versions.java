package dev.larder.server.http;

import dev.larder.server.engine.Version;
import dev.larder.server.engine.WriteKind;
import dev.larder.server.stats.Entry;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of a document, or several in a row as one: what is new in the last one for who knows
 * the one before the first. Immutable; any thread.
 *
 * @param kind null where several versions differ in it
 * @param atMs when the last was written
 * @param who null where several versions differ in it
 * @param values the entries that were put, all of them; null where they are not known
 */
record Versions(
    long first,
    long last,
    @Nullable WriteKind kind,
    long atMs,
    @Nullable String who,
    List<String> put,
    List<String> removed,
    int more,
    @Nullable List<Entry> values) {

  static Versions of(Version version) {
    return new Versions(
        version.number(),
        version.number(),
        version.kind(),
        version.atMs(),
        version.who(),
        version.put(),
        version.removed(),
        version.more(),
        version.values());
  }

  /**
   * Several versions as one.
   *
   * @param mostValueBytes above it the values are left out
   * @return null where that cannot be told in few words: too many names, or the whole was replaced
   */
  static @Nullable Versions together(List<Version> versions, int mostValueBytes) {
    var union = new Union();
    for (Version version : versions) {
      if (version.isWhole() || version.more() > 0 || !union.takes(version)) {
        return null;
      }
    }
    Version first = versions.get(0);
    Version last = versions.get(versions.size() - 1);
    boolean sameKind = versions.stream().allMatch(version -> version.kind() == first.kind());
    boolean sameWho = versions.stream().allMatch(version -> version.who().equals(first.who()));
    return new Versions(
        first.number(),
        last.number(),
        sameKind ? first.kind() : null,
        last.atMs(),
        sameWho ? first.who() : null,
        List.copyOf(union.put),
        List.copyOf(union.removed),
        0,
        union.values(mostValueBytes));
  }

  /** What became of each name by one version after the other. */
  private static final class Union {
    final Set<String> put = new LinkedHashSet<>();
    final Set<String> removed = new LinkedHashSet<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private boolean hasAllValues = true;

    /** Adds a version; false if there are too many names then. */
    boolean takes(Version version) {
      for (String name : version.put()) {
        put.add(name);
        removed.remove(name);
      }
      List<Entry> values = version.values();
      hasAllValues &= values != null;
      if (values != null) {
        values.forEach(entry -> entries.put(entry.name(), entry));
      }
      for (String name : version.removed()) {
        removed.add(name);
        put.remove(name);
        entries.remove(name);
      }
      return put.size() + removed.size() <= Version.NAMES;
    }

    @Nullable List<Entry> values(int mostBytes) {
      long bytes = entries.values().stream().mapToLong(entry -> entry.member().length).sum();
      return hasAllValues && bytes <= mostBytes ? List.copyOf(entries.values()) : null;
    }
  }
}
