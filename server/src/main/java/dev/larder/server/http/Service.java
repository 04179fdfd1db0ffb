package dev.larder.server.http;

import dev.larder.protocol.Limits;
import java.util.concurrent.Executor;

/**
 * What all connections share.
 *
 * @param workers for large bodies and files, so that no event loop waits for them
 */
record Service(
    Router router, Limits limits, Executor workers, Connections connections, BodyBudget budget) {
  Service(Router router, Limits limits, Executor workers, Connections connections) {
    this(router, limits, workers, connections, new BodyBudget(limits.bodyBytesInFlight()));
  }
}
