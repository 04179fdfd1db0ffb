package dev.larder.server.http;

import dev.larder.server.access.OwnUser;
import dev.larder.server.access.UnixUser;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.regex.Pattern;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Asks the JDK who is at the other end of a Unix-domain socket. It tells a name, or where the user
 * has none its number, and no groups.
 */
final class NamedUser {
  private static final ChannelOption<UnixDomainPrincipal> PEER =
      NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED);
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
  private static final long NOT_TOLD = -1;

  private NamedUser() {}

  static UnixUser of(Channel channel, OwnUser own) {
    UnixDomainPrincipal peer = channel.config().getOption(PEER);
    if (peer == null) {
      throw new IllegalStateException("The system does not tell who connected");
    }
    UserPrincipal user = peer.user();
    return new UnixUser("user " + user.getName(), 0, uid(user, own), NOT_TOLD, () -> new long[0]);
  }

  private static long uid(UserPrincipal user, OwnUser own) {
    if (user.equals(own.principal())) {
      return own.uid();
    }
    String name = user.getName();
    if (name.equals("root")) {
      return 0;
    }
    return NUMBER.matcher(name).matches() ? Long.parseLong(name) : NOT_TOLD;
  }
}
