package dev.larder.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a document is published and merged; every member may be missing.
 *
 * @param publish an absolute path at which the document is published beside {@code stats/}
 * @param mode the published file's mode in octal digits ({@code "0644"}); by default that of the
 *     file that is replaced, or for a new file 0666 less the daemon's umask
 * @param indent spaces a level, 0 to 16, as Python's {@code json.dump(indent=…)} writes them; null
 *     for one line
 * @param rules what merges do with the values at some places; at all others, and with null
 *     everywhere, the new entry replaces the old one
 * @param expireEntriesAfter how long an entry stays that is not written again: a number and {@code
 *     s}, {@code m}, {@code h} or {@code d} ({@code "30d"}); null for ever
 * @param maxEntries of more entries than this, those go that were not written for longest; null for
 *     no bound
 */
public record DocumentSettings(
    @Nullable String publish,
    @Nullable String mode,
    @Nullable Integer indent,
    @Nullable List<MergeRule> rules,
    @Nullable String expireEntriesAfter,
    @Nullable Long maxEntries) {
  /** What holds where nothing was set. */
  public static final DocumentSettings DEFAULTS = new DocumentSettings(null, null, null);

  /** Copies the list. */
  public DocumentSettings {
    // Not List.copyOf: a null that a client sent is refused by its place in the list.
    rules = rules == null ? null : Collections.unmodifiableList(new ArrayList<>(rules));
  }

  /** Settings of publishing alone. */
  public DocumentSettings(
      @Nullable String publish, @Nullable String mode, @Nullable Integer indent) {
    this(publish, mode, indent, null, null, null);
  }

  /** The same, published elsewhere. */
  public DocumentSettings publishedAt(@Nullable String place) {
    return new DocumentSettings(place, mode, indent, rules, expireEntriesAfter, maxEntries);
  }

  /** The same with other merge rules. */
  public DocumentSettings merging(@Nullable List<MergeRule> by) {
    return new DocumentSettings(publish, mode, indent, by, expireEntriesAfter, maxEntries);
  }

  /** The same, keeping entries so long, and so many of them. */
  public DocumentSettings keeping(@Nullable String expireAfter, @Nullable Long most) {
    return new DocumentSettings(publish, mode, indent, rules, expireAfter, most);
  }
}
