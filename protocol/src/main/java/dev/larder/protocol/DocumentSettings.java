package dev.larder.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How a document is published; every member may be missing.
 *
 * @param publish an absolute path at which the document is published beside {@code stats/}
 * @param mode the published file's mode in octal digits ({@code "0644"}); by default that of the
 *     file that is replaced, or for a new file 0666 less the daemon's umask
 * @param indent spaces a level, 0 to 16, as Python's {@code json.dump(indent=…)} writes them; null
 *     for one line
 */
public record DocumentSettings(
    @Nullable String publish, @Nullable String mode, @Nullable Integer indent) {
  /** What holds where nothing was set. */
  public static final DocumentSettings DEFAULTS = new DocumentSettings(null, null, null);

  /** The same, published elsewhere. */
  public DocumentSettings publishedAt(@Nullable String place) {
    return new DocumentSettings(place, mode, indent);
  }
}
