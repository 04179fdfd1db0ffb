package dev.larder.server.http;

import dev.larder.server.access.AdmittedUsers;
import dev.larder.server.access.OwnUser;
import dev.larder.server.access.Peer;
import io.netty.channel.Channel;

/** The Unix-domain socket: the system says who connects, once a connection. */
record UnixDoor(Transport transport, OwnUser own, AdmittedUsers users) implements Door {
  @Override
  public Visit enter(Channel channel) {
    Peer peer = users.admit(transport.user(channel, own));
    return new User(peer);
  }

  /** The same for all requests of a connection. */
  private record User(Peer peer) implements Visit {
    @Override
    public String from() {
      return peer.name();
    }

    @Override
    public Peer peer(RequestHead head) {
      return peer;
    }
  }
}
