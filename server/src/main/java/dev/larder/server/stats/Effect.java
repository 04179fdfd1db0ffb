package dev.larder.server.stats;

import java.util.List;

/**
 * What one write does to a document, whichever rule it came from: the last step before the journal,
 * and what is replayed from it. First all of {@code put}, in order, then all of {@code removed}.
 *
 * @param put each replaces the entry of its name, in its place, or comes behind all others; a
 *     replaced entry keeps the token of its name as it was first spelled
 * @param removed names; one that the document does not have is passed over
 * @param atMs when this is done, in milliseconds since 1970-01-01 UTC: from then on the age of what
 *     is put is counted; 0 if the entries know it already
 */
public record Effect(List<Entry> put, List<String> removed, long atMs) {
  /** An effect whose time is not known yet. */
  public Effect(List<Entry> put, List<String> removed) {
    this(put, removed, 0);
  }

  /** The merge without rules: every entry replaces the one of its name (Python's dict.update). */
  public static Effect putting(List<Entry> entries) {
    return new Effect(entries, List.of());
  }

  /** The same, done at that time. */
  public Effect at(long timeMs) {
    return new Effect(put, removed, timeMs);
  }
}
