package dev.larder.server.engine;

import dev.larder.protocol.Limits;
import dev.larder.server.journal.JournalOptions;
import dev.larder.server.publish.PublisherOptions;
import dev.larder.server.workspaces.Audience;
import dev.larder.server.workspaces.LeaseBounds;
import dev.larder.server.workspaces.Quota;

/**
 * The engine's numbers.
 *
 * @param checkpointBytes how far the journal grows before a checkpoint is written, in bytes; more
 *     where the documents that changed are larger
 * @param keys how much is remembered of requests that are done once
 * @param audience who shares results and staging
 * @param quota what the store of results may hold
 * @param observer is told of batches and checkpoints; of forces and files the journal's and the
 *     publisher's own options tell
 */
public record EngineOptions(
    Limits limits,
    JournalOptions journal,
    long checkpointBytes,
    PublisherOptions publisher,
    LeaseBounds leases,
    KeyBounds keys,
    Audience audience,
    Quota quota,
    EngineObserver observer) {
  /** Options of a root that its user has alone, and of an engine that nobody looks at. */
  public EngineOptions(
      Limits limits,
      JournalOptions journal,
      long checkpointBytes,
      PublisherOptions publisher,
      LeaseBounds leases) {
    this(
        limits,
        journal,
        checkpointBytes,
        publisher,
        leases,
        KeyBounds.DEFAULTS,
        Audience.OWNER,
        Quota.NONE,
        EngineObserver.NOBODY);
  }
}
