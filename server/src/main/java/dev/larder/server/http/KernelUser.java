package dev.larder.server.http;

import dev.larder.server.access.UnixUser;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import io.netty.channel.unix.RawUnixChannelOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Linux who is at the other end of a Unix-domain socket: unix(7), {@code SO_PEERCRED}. */
final class KernelUser {
  private static final Logger LOG = LoggerFactory.getLogger(KernelUser.class);

  // Of <asm-generic/socket.h>; the two architectures that Larder has epoll for use these numbers.
  private static final int SOL_SOCKET = 1;
  private static final int SO_PEERGROUPS = 59;

  /** Few users are in more groups; of one who is, only the effective group counts. */
  private static final int MOST_GROUPS = 4096;

  private static final RawUnixChannelOption PEER_GROUPS =
      new RawUnixChannelOption(
          "SO_PEERGROUPS", SOL_SOCKET, SO_PEERGROUPS, MOST_GROUPS * Integer.BYTES);

  private KernelUser() {}

  static UnixUser of(EpollDomainSocketChannel channel) {
    try {
      PeerCredentials peer = channel.peerCredentials();
      long gid = peer.gids().length == 0 ? -1 : Integer.toUnsignedLong(peer.gids()[0]);
      long uid = Integer.toUnsignedLong(peer.uid());
      return new UnixUser("uid " + uid, peer.pid(), uid, gid, () -> groups(channel));
    } catch (IOException e) {
      throw new UncheckedIOException("The kernel does not tell who connected", e);
    }
  }

  /**
   * The supplementary groups ({@code SO_PEERGROUPS}, Linux 4.13). Netty does not hand on how many
   * there are, so the zeros behind them are left out: root's group counts as an effective one only.
   */
  private static long[] groups(EpollDomainSocketChannel channel) {
    try {
      ByteBuffer found = channel.config().getOption(PEER_GROUPS);
      int[] ids = new int[found.remaining() / Integer.BYTES];
      found.order(ByteOrder.nativeOrder()).asIntBuffer().get(ids);
      return Arrays.stream(ids).filter(id -> id != 0).mapToLong(Integer::toUnsignedLong).toArray();
    } catch (ChannelException e) {
      LOG.debug("The kernel does not tell a client's supplementary groups", e);
      return LongStream.empty().toArray();
    }
  }
}
