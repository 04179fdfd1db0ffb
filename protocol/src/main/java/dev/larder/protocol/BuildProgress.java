package dev.larder.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How far a build is, in its builder's words: what a builder sends, and what those who wait are
 * told.
 *
 * @param line one line for people; at most 200 characters are kept, and control characters become
 *     spaces, since it is shown on other people's terminals
 * @param percent how much is done, 0 to 100; null where that is not known
 */
public record BuildProgress(@Nullable String line, @Nullable Integer percent) {
  private static final int LINE_CHARS = 200;

  /** Cuts an overlong line, and makes it harmless. */
  public BuildProgress {
    line = line == null ? null : Shortened.to(LINE_CHARS, line.replaceAll("\\p{Cntrl}", " "));
  }
}
