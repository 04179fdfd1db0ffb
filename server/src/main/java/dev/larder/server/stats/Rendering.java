package dev.larder.server.stats;

import java.nio.ByteBuffer;

/**
 * The bytes of one snapshot in one layout, taken piece by piece: {@code while (r.read(buffer)) {
 * flip, write, clear }}. Never holds more than a few bytes of its own. One thread at a time.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Rendering {
  Rendering() {}

  /**
   * Puts the next bytes of the document into the target, until it is full or the document ends.
   *
   * @return true if at least one byte was put; false, with nothing put, once the document was given
   *     whole
   * @throws IllegalArgumentException if the target has no room
   */
  public boolean read(ByteBuffer target) {
    throw new UnsupportedOperationException();
  }
}
