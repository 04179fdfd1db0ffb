package dev.larder.server.http;

import dev.larder.protocol.Limits;
import dev.larder.server.ops.Traffic;
import java.util.concurrent.Executor;

/**
 * What all connections share.
 *
 * @param workers for large bodies and files, so that no event loop waits for them
 * @param transfers for results that are received: each has a thread that waits for its sender
 * @param gate holds each request to what its sender may do
 * @param hubs who watches what
 * @param oldVersions the documents that are being read
 * @param traffic counts what came and how it was answered
 */
record Service(
    Router router,
    Limits limits,
    Executor workers,
    Executor transfers,
    Connections connections,
    BodyBudget budget,
    Gate gate,
    Hubs hubs,
    OldVersions oldVersions,
    Traffic traffic) {

  Service(
      Router router,
      Limits limits,
      Executor workers,
      Executor transfers,
      Connections connections,
      Traffic traffic) {
    this(
        router,
        limits,
        workers,
        transfers,
        connections,
        new BodyBudget(limits.bodyBytesInFlight()),
        new Gate(),
        new Hubs(limits.watchers(), Hubs.HEARTBEAT_MS),
        new OldVersions(limits.documentsMemoryBytes() / 2),
        traffic);
  }
}
