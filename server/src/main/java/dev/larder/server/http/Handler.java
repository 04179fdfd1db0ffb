package dev.larder.server.http;

import dev.larder.protocol.RefusedException;

/** What a route does with a request whose head and body have been checked. */
@FunctionalInterface
interface Handler {
  /**
   * Answers the exchange, now or later. Called on the connection's event loop; must not block.
   *
   * @throws RefusedException which becomes the answer
   */
  void handle(Exchange exchange);
}
