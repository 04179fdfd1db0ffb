package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.protocol.DocumentSettings;
import dev.larder.server.stats.Effect;
import dev.larder.server.stats.Entry;
import dev.larder.server.workspaces.Lease;
import java.util.List;

/**
 * One decided change of the daemon's state: what the journal records and what a replay applies. It
 * holds effects, not requests, so that replaying needs no rule and no clock.
 */
sealed interface Change {
  /** A change of a stats document, which brings it to {@link #version}. */
  sealed interface OfDocument extends Change {
    DocName doc();

    long version();

    /** Does it; the result takes it back, if nothing was applied in between. */
    Runnable applyTo(Documents documents);
  }

  /** Entries put and removed by a merge or a patch; creates the document when missing. */
  record Put(DocName doc, long version, Effect effect) implements OfDocument {
    @Override
    public Runnable applyTo(Documents documents) {
      return documents.change(doc, document -> document.put(version, effect));
    }
  }

  /** The document is these entries now, written at that time; its settings stay. */
  record Replaced(DocName doc, long version, List<Entry> entries, long atMs) implements OfDocument {
    @Override
    public Runnable applyTo(Documents documents) {
      return documents.change(
          doc, document -> document.replace(version, Effect.putting(entries).at(atMs)));
    }
  }

  /** The document is gone, with its settings. */
  record Removed(DocName doc, long version) implements OfDocument {
    @Override
    public Runnable applyTo(Documents documents) {
      return documents.remove(doc, version);
    }
  }

  /** New settings, and the entries that were found at a new place to publish to. */
  record Configured(DocName doc, long version, DocumentSettings settings, Effect effect)
      implements OfDocument {
    @Override
    public Runnable applyTo(Documents documents) {
      return documents.change(doc, document -> document.configure(version, settings, effect));
    }
  }

  /** A lease was taken; its fence is the highest so far. */
  record LeaseTaken(Lease lease) implements Change {}

  /** The lease with this fence ended, however. */
  record LeaseEnded(long fence) implements Change {}

  /** Changes that are durable together or not at all: one record, in this order. */
  record Together(List<Change> parts) implements Change {
    /** Refuses what would have no end. */
    public Together {
      if (parts.stream().anyMatch(Together.class::isInstance)) {
        throw new IllegalArgumentException("Changes that are one already are told one by one");
      }
    }
  }
}
