package dev.larder.server.http;

import dev.larder.protocol.Limits;
import java.util.concurrent.Executor;

/**
 * What all connections share.
 *
 * @param workers for large bodies and files, so that no event loop waits for them
 * @param gate holds each request to what its sender may do
 */
record Service(
    Router router,
    Limits limits,
    Executor workers,
    Connections connections,
    BodyBudget budget,
    Gate gate) {

  Service(Router router, Limits limits, Executor workers, Connections connections) {
    this(
        router,
        limits,
        workers,
        connections,
        new BodyBudget(limits.bodyBytesInFlight()),
        new Gate());
  }
}
