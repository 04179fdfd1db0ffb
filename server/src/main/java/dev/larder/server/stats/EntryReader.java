package dev.larder.server.stats;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.List;
import java.util.Objects;

/**
 * Checks a JSON text and cuts it into entries, without building a tree. Any thread.
 *
 * <p>Stricter than RFC 8259 where two readers could understand a text differently (RFC 7493,
 * I-JSON): member names are unique at any depth, after decoding; strings hold no lone surrogates,
 * escaped or not; the text is UTF-8 without a byte order mark.
 */
public final class EntryReader {
  private EntryReader() {}

  /**
   * Reads a request's body: one object.
   *
   * @return its members in their order, in the default layout; the body's array is not kept
   * @throws RefusedException with {@link Problem.BadJson}, the place counted from {@code offset};
   *     with {@link Problem.NotAnObject} if the text is a whole JSON value of another kind; with
   *     {@link Problem.TooLarge} past {@link JsonBounds#maxEntries}
   */
  public static List<Entry> read(byte[] body, int offset, int length, JsonBounds bounds) {
    Objects.checkFromIndexSize(offset, length, body.length);
    return new JsonChecker(new Text(body, offset, offset + length), "body", bounds).entries();
  }

  /**
   * Reads a file that holds one object; as {@link #read}, in words that fit a file.
   *
   * @throws RefusedException as {@link #read}
   */
  public static List<Entry> readDocument(byte[] fileBytes, JsonBounds bounds) {
    return new JsonChecker(new Text(fileBytes, 0, fileBytes.length), "file", bounds).entries();
  }
}
