package dev.larder.server.http;

import dev.larder.protocol.RefusedException;
import dev.larder.server.access.Peer;
import io.netty.channel.Channel;

/** Who comes in by one listening socket. Immutable; any event loop. */
interface Door {
  /**
   * A connection was made.
   *
   * @throws RefusedException to be the answer to its first request; then it is closed
   */
  Visit enter(Channel channel);

  /** One connection's way through the door. Its event loop only. */
  interface Visit {
    /** Where it comes from, for people: a user or an address. */
    String from();

    /**
     * Who sends this request.
     *
     * @throws RefusedException if nobody may send it so
     */
    Peer peer(RequestHead head);
  }
}
