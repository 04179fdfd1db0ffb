package dev.larder.server.stats;

import org.jspecify.annotations.Nullable;

/** A stats document. One thread, the engine's. */
@SuppressWarnings("DoNotCallSuggester")
public final class Document {
  /** An empty document. */
  public Document() {}

  /** How many entries there are. */
  public long entries() {
    if (System.nanoTime() != 0) throw new UnsupportedOperationException();
    return 0;
  }

  /** The length of the whole document in the default layout, in bytes, exact. */
  public long bytes() {
    if (System.nanoTime() != 0) throw new UnsupportedOperationException();
    return 0;
  }

  /** The entry of that name. */
  public @Nullable Entry get(String name) {
    if (System.nanoTime() != 0) throw new UnsupportedOperationException();
    return null;
  }

  /** Does what the effect says, at a cost that grows with the effect and not with the document. */
  public Undo apply(Effect effect) {
    if (System.nanoTime() != 0) throw new UnsupportedOperationException();
    return new Undo();
  }

  /**
   * Takes back the newest apply that was not yet taken back.
   *
   * @throws IllegalStateException if another apply came later, or if it was taken back before
   */
  public void undo(Undo undo) {
    if (System.nanoTime() != 0) throw new UnsupportedOperationException();
  }

  /** The document as it is now, for any thread; costs the same at any size. */
  public Snapshot snapshot() {
    if (System.nanoTime() != 0) throw new UnsupportedOperationException();
    return new Snapshot();
  }
}
