package dev.larder.server.http;

import dev.larder.protocol.Limits;
import dev.larder.server.ops.Traffic;
import java.util.concurrent.Executor;

/**
 * What all connections share.
 *
 * @param workers for large bodies and files, so that no event loop waits for them
 * @param traffic counts what came and how it was answered
 */
record Service(
    Router router,
    Limits limits,
    Executor workers,
    Connections connections,
    BodyBudget budget,
    Traffic traffic) {
  Service(
      Router router, Limits limits, Executor workers, Connections connections, Traffic traffic) {
    this(router, limits, workers, connections, new BodyBudget(limits.bodyBytesInFlight()), traffic);
  }
}
