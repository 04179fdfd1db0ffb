package dev.larder.server.stats;

import java.util.Iterator;

/** A document at one moment. Immutable, any thread. Iterates over its entries in their order. */
@SuppressWarnings("DoNotCallSuggester")
public final class Snapshot implements Iterable<Entry> {
  Snapshot() {}

  /** How many entries there are. */
  public long entries() {
    throw new UnsupportedOperationException();
  }

  /** The length of the document in the default layout, in bytes, exact. */
  public long bytes() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Iterator<Entry> iterator() {
    throw new UnsupportedOperationException();
  }

  /** The document's bytes, to be taken piece by piece. */
  public Rendering render(Layout layout) {
    throw new UnsupportedOperationException();
  }

  /** How many bytes {@link #render} will give: exact on one line, -1 with an indent. */
  public long renderedBytes(Layout layout) {
    throw new UnsupportedOperationException();
  }
}
