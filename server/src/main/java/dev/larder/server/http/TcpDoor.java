package dev.larder.server.http;

import dev.larder.protocol.Paths;
import dev.larder.protocol.TokenGrant.Scope;
import dev.larder.server.access.Peer;
import dev.larder.server.access.Tokens;
import dev.larder.server.access.WebRules;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A TCP port: nobody is known by the connection, so each request is held to the rules for browsers
 * and shows its token.
 *
 * @param tokens those that are good now; null where none are needed
 */
record TcpDoor(WebRules rules, @Nullable Supplier<Tokens> tokens) implements Door {
  private static final String SEC_FETCH_SITE = "sec-fetch-site";

  /** Probes have no token, and learn nothing but that the daemon is well. */
  private static final Set<String> FOR_ALL = Set.of(Paths.HEALTHZ, Paths.READYZ);

  @Override
  public Visit enter(Channel channel) {
    return new Caller(address(channel), this);
  }

  /** The address that a connection comes from, without its port. */
  static String address(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : "an address that is gone";
  }

  private record Caller(String from, TcpDoor door) implements Visit {
    @Override
    public Peer peer(RequestHead head) {
      HttpHeaders headers = head.headers();
      door.rules.check(
          headers.getAll(HttpHeaderNames.HOST),
          headers.getAll(HttpHeaderNames.ORIGIN),
          headers.getAll(SEC_FETCH_SITE));
      if (door.tokens == null) {
        return Peer.ofAddress(from);
      }
      if (FOR_ALL.contains(head.rawPath())) {
        return new Peer(Peer.Kind.TCP, from, "address " + from, Scope.RO, null, false);
      }
      return door.tokens.get().bearer(headers.getAll(HttpHeaderNames.AUTHORIZATION));
    }
  }
}
