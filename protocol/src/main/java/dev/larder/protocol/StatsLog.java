package dev.larder.protocol;

import java.util.List;

/**
 * The last versions of a document, the newest first, as far as they are remembered.
 *
 * @param version where the document is now, or was when it was deleted
 */
public record StatsLog(long version, List<DocumentEvent.Change> versions) {}
