package dev.larder.server.engine;

import dev.larder.protocol.Limits;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.EntryReader;
import dev.larder.server.stats.JsonBounds;
import dev.larder.server.stats.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON file that lay where a document is to be published, before the daemon owned the place.
 *
 * @param entries what it holds
 * @param indent how it is laid out, as in the settings; null for one line
 */
public record FoundFile(List<Entry> entries, @Nullable Integer indent) {
  /**
   * Reads it.
   *
   * @throws RefusedException if it is not a JSON object, or larger than a document may be
   * @throws IOException if it cannot be read
   */
  public static FoundFile read(Path file, Limits limits) throws IOException {
    // A byte array holds no more than 2 GiB, so that is a bound of its own.
    long mostBytes = Math.min(limits.documentBytes(), Integer.MAX_VALUE - 16);
    if (Files.size(file) > mostBytes) {
      throw new RefusedException(new Problem.TooLarge("file " + file, mostBytes, "bytes"));
    }
    byte[] json = Files.readAllBytes(file);
    List<Entry> entries =
        EntryReader.readDocument(json, new JsonBounds(limits.jsonDepth(), Integer.MAX_VALUE));
    return new FoundFile(entries, indentOf(json));
  }

  /** Python writes an end of line right behind the brace if, and only if, it indents. */
  private static @Nullable Integer indentOf(byte[] json) {
    int at = 0;
    while (at < json.length && json[at] != '{') {
      at++;
    }
    if (at + 1 >= json.length || json[at + 1] != '\n') {
      return null;
    }
    int first = at + 2;
    int end = first;
    while (end < json.length && json[end] == ' ') {
      end++;
    }
    return Math.min(end - first, Layout.MAX_INDENT);
  }
}
