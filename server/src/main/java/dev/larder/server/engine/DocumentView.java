package dev.larder.server.engine;

import dev.larder.protocol.DocumentSettings;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A document as it was when a read was answered: durable, immutable, for any thread.
 *
 * @param snapshot the entries, if they were asked for
 * @param entry the entry that was asked for, if the document has it
 */
public record DocumentView(
    long version,
    DocumentSettings settings,
    long entries,
    long bytes,
    @Nullable Snapshot snapshot,
    @Nullable Entry entry) {

  /** What a read wants of the document beside its version, settings and size. */
  public sealed interface Want {
    /** Nothing more. */
    record Summary() implements Want {}

    /** All entries, unless the document is still at one of the versions that the client has. */
    record Entries(Precondition unless) implements Want {}

    /** One entry. */
    record One(String name) implements Want {}
  }
}
