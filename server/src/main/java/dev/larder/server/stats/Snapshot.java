package dev.larder.server.stats;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A document at one moment. Immutable, any thread. Iterates over its entries in their order. */
public final class Snapshot implements Iterable<Entry> {
  private final SlotTree tree;
  private final long entries;
  private final long bytes;
  private final long memoryBytes;
  private final long replacedBytes;

  Snapshot(SlotTree tree, long entries, long bytes, long memoryBytes, long replacedBytes) {
    this.tree = tree;
    this.entries = entries;
    this.bytes = bytes;
    this.memoryBytes = memoryBytes;
    this.replacedBytes = replacedBytes;
  }

  /** How many entries there are. */
  public long entries() {
    return entries;
  }

  /** The length of the document in the default layout, in bytes, exact. */
  public long bytes() {
    return bytes;
  }

  /**
   * What it keeps in memory when the document has become another one, about, in bytes: what was
   * replaced since, and never more than it holds.
   *
   * @param now a later one of the same document
   */
  public long keptBytes(Snapshot now) {
    long replaced = now.replacedBytes - replacedBytes;
    return replaced < 0 ? memoryBytes : Math.min(memoryBytes, replaced);
  }

  /** The document's bytes, to be taken piece by piece. */
  public Rendering render(Layout layout) {
    return new Rendering(tree.cursor(), layout);
  }

  /** How many bytes {@link #render} will give: exact on one line, -1 with an indent. */
  public long renderedBytes(Layout layout) {
    return layout.isOneLine() ? bytes : -1;
  }

  @Override
  public Iterator<Entry> iterator() {
    SlotTree.Cursor cursor = tree.cursor();
    return new Iterator<>() {
      private @Nullable Entry next = cursor.next();

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Entry next() {
        Entry entry = next;
        if (entry == null) {
          throw new NoSuchElementException();
        }
        next = cursor.next();
        return entry;
      }
    };
  }
}
