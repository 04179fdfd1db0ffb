package dev.larder.server.stats;

import org.jspecify.annotations.Nullable;

/**
 * How a document's bytes are spaced: as Python's {@code json.dump} does it, on one line or with an
 * indent.
 *
 * @param indent spaces a level, 0 (end of lines only) to {@value #MAX_INDENT}, or {@value #NONE}
 *     for one line
 */
public record Layout(int indent) {
  /** The widest indent, in spaces a level. */
  public static final int MAX_INDENT = 16;

  private static final int NONE = -1;

  /** The default layout: {@code json.dump(obj, f)}. */
  public static final Layout ONE_LINE = new Layout(NONE);

  /** Checks the indent. */
  public Layout {
    if (indent < NONE || indent > MAX_INDENT) {
      throw new IllegalArgumentException("indent " + indent);
    }
  }

  /** {@code json.dump(obj, f, indent=indent)}; null, as there, for one line. */
  public static Layout of(@Nullable Integer indent) {
    return indent == null ? ONE_LINE : new Layout(indent);
  }

  boolean isOneLine() {
    return indent == NONE;
  }
}
