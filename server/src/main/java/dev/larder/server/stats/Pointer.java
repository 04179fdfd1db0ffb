package dev.larder.server.stats;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import org.jspecify.annotations.Nullable;

/** A JSON Pointer (RFC 6901) into a document. Immutable, any thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class Pointer {
  private Pointer() {}

  /**
   * Reads a pointer in its string form (section 3), percent-decoding already done.
   *
   * @throws RefusedException with {@link Problem.BadRequest}
   */
  public static Pointer parse(String text) {
    throw new UnsupportedOperationException();
  }

  /** Whether it points to the document itself: the empty pointer. */
  public boolean isWholeDocument() {
    throw new UnsupportedOperationException();
  }

  /**
   * The name of the entry that it points to or into.
   *
   * @throws IllegalStateException for the whole document
   */
  public String first() {
    throw new UnsupportedOperationException();
  }

  /**
   * The value at this pointer in the entry of its {@link #first} name, in the default layout; null
   * if there is none. Array indices have no leading zeros, and {@code -} is never there (section
   * 4).
   */
  public byte @Nullable [] find(Entry entry) {
    throw new UnsupportedOperationException();
  }
}
