package dev.larder.prove.check;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client was told.
 *
 * @param status of HTTP
 * @param version the ETag's; 0 where none was told
 * @param entries how many entries the document had after the write; -1 where that was not told
 * @param content what a GET showed, each value as JSON in its shortest form; null for others
 * @param replayed whether it was said to be a repeat
 */
public record Answered(
    int status,
    long version,
    long entries,
    @Nullable Map<String, String> content,
    boolean replayed) {
  /** An answer that tells a status and a version. */
  public static Answered of(int status, long version) {
    return new Answered(status, version, -1, null, false);
  }

  /** What a GET showed. */
  public static Answered shown(long version, Map<String, String> content) {
    return new Answered(200, version, -1, content, false);
  }

  @Override
  public String toString() {
    String shown = String.valueOf(content);
    return status
        + (version == 0 ? "" : " version " + version)
        + (replayed ? " replayed" : "")
        + (content == null
            ? ""
            : " " + (shown.length() > 200 ? shown.substring(0, 200) + "…" : shown));
  }
}
