package dev.larder.server.stats;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one snapshot in one layout, taken piece by piece: {@code while (r.read(buffer)) {
 * flip, write, clear }}. Holds a few bytes of state, whatever the document's size. One thread at a
 * time.
 */
public final class Rendering {
  static final int BRACES_BYTES = 2;

  private static final byte[] OPEN = {'{'};
  private static final byte[] COMMA = {',', ' '};
  private static final byte[] CLOSE = {'}'};

  private final SlotTree.Cursor cursor;
  private final @Nullable Indenter indenter;

  /** The piece of the default layout that is being given, and how far it was. */
  private byte @Nullable [] piece = OPEN;

  private int at;

  /** The entry behind {@code piece}; null behind the last. */
  private @Nullable Entry ahead;

  Rendering(SlotTree.Cursor cursor, Layout layout) {
    this.cursor = cursor;
    this.indenter = layout.isOneLine() ? null : new Indenter(layout.indent());
    this.ahead = cursor.next();
  }

  /**
   * Puts the next bytes of the document into the target, until it is full or the document ends.
   *
   * @return true if at least one byte was put; false, with nothing put, once the document was given
   *     whole
   * @throws IllegalArgumentException if the target has no room
   */
  public boolean read(ByteBuffer target) {
    if (!target.hasRemaining()) {
      throw new IllegalArgumentException("the target has no room");
    }
    int start = target.position();
    while (piece != null && target.hasRemaining()) {
      at = indenter == null ? copy(piece, at, target) : indenter.copy(piece, at, target);
      if (at == piece.length) {
        piece = following(piece);
        at = 0;
      }
    }
    return target.position() != start;
  }

  private static int copy(byte[] from, int at, ByteBuffer target) {
    int length = Math.min(from.length - at, target.remaining());
    target.put(from, at, length);
    return at + length;
  }

  private byte @Nullable [] following(byte[] given) {
    if (given == CLOSE) {
      return null;
    }
    Entry entry = ahead;
    if (entry == null) {
      return CLOSE;
    }
    if (given != OPEN && given != COMMA) {
      return COMMA;
    }
    ahead = cursor.next();
    return entry.member();
  }
}
