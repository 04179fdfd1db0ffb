package dev.larder.server.engine;

import dev.larder.protocol.Limits;
import dev.larder.server.journal.JournalOptions;
import dev.larder.server.publish.PublisherOptions;
import dev.larder.server.workspaces.Audience;
import dev.larder.server.workspaces.LeaseBounds;

/**
 * The engine's numbers.
 *
 * @param checkpointBytes how far the journal grows before a checkpoint is written, in bytes; more
 *     where the documents that changed are larger
 * @param audience who shares results and staging
 */
public record EngineOptions(
    Limits limits,
    JournalOptions journal,
    long checkpointBytes,
    PublisherOptions publisher,
    LeaseBounds leases,
    Audience audience) {
  /** Options of a root that its user has alone. */
  public EngineOptions(
      Limits limits,
      JournalOptions journal,
      long checkpointBytes,
      PublisherOptions publisher,
      LeaseBounds leases) {
    this(limits, journal, checkpointBytes, publisher, leases, Audience.OWNER);
  }
}
