package dev.larder.server.publish;

import dev.larder.protocol.DocName;
import dev.larder.server.stats.Layout;
import dev.larder.server.stats.Snapshot;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document at one version, and where and how its readers want it. Immutable; any thread.
 *
 * @param version the durable version; that of the removal where the document was removed
 * @param snapshot the content, or null if the document was removed: then its files are removed
 * @param layout how the text is laid out
 * @param mode the published file's mode, or null for the mode that {@link AtomicFile} describes
 * @param targets absolute paths; a target that an earlier edition had and this one has not keeps
 *     its file as it is
 */
public record Edition(
    DocName doc,
    long version,
    @Nullable Snapshot snapshot,
    Layout layout,
    @Nullable FileMode mode,
    List<Path> targets) {

  /** Keeps a copy of the targets. */
  public Edition {
    targets = List.copyOf(targets);
  }
}
