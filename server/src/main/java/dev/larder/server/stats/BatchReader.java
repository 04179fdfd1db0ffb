package dev.larder.server.stats;

import dev.larder.protocol.DocName;
import dev.larder.protocol.Limits;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks the body of a batch, {@code {"merges": {DOC: {NAME: VALUE, ...}, ...}}}, and cuts it into
 * the entries of each document, without building a tree. Any thread.
 */
public final class BatchReader {
  private static final String MERGES = "merges";

  /** The objects around a document's own. */
  private static final int LEVELS = 2;

  private BatchReader() {}

  /**
   * Reads a request's body.
   *
   * @param bounds of each document's entries; the number of entries is bounded over all of them too
   * @return the entries, by document, in the order of the body
   * @throws RefusedException with {@link Problem.BadJson} or {@link Problem.NotAnObject}, with
   *     {@link Problem.BadMessage} if the JSON is no batch, with {@link Problem.BadName}, or with
   *     {@link Problem.TooLarge} past a bound
   */
  public static Map<DocName, List<Entry>> read(byte[] body, JsonBounds bounds) {
    JsonBounds outer =
        new JsonBounds(
            Math.min(bounds.maxDepth() + LEVELS, JsonBounds.DEEPEST), Limits.BATCH_DOCUMENTS);
    List<Entry> members = EntryReader.read(body, 0, body.length, outer);
    if (members.size() != 1 || !members.get(0).name().equals(MERGES)) {
      throw refused("its one member is 'merges', an object of documents and their entries");
    }
    Map<DocName, List<Entry>> merges = new LinkedHashMap<>();
    int left = bounds.maxEntries();
    for (Entry document : object(MERGES, members.get(0), outer)) {
      DocName doc = DocName.parse(document.name());
      List<Entry> entries = object(document.name(), document, bounds);
      left -= entries.size();
      if (left < 0) {
        throw new RefusedException(
            new Problem.TooLarge("batch", bounds.maxEntries(), "entries"), doc);
      }
      merges.put(doc, entries);
    }
    if (merges.isEmpty()) {
      throw refused("'merges' is empty, so that there is nothing to do");
    }
    return merges;
  }

  private static List<Entry> object(String name, Entry member, JsonBounds bounds) {
    byte[] bytes = member.member();
    if (bytes[member.valueAt()] != '{') {
      throw refused("the value of '" + name + "' is not an object");
    }
    return EntryReader.read(bytes, member.valueAt(), bytes.length - member.valueAt(), bounds);
  }

  private static RefusedException refused(String reason) {
    return new RefusedException(new Problem.BadMessage("batch", reason));
  }
}
