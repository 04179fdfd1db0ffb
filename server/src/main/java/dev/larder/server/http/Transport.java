package dev.larder.server.http;

import dev.larder.server.access.OwnUser;
import dev.larder.server.access.UnixUser;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

/** How sockets are driven: by epoll where it is, by the JDK elsewhere (JEP 380). */
enum Transport {
  EPOLL {
    @Override
    EventLoopGroup group(int threads) {
      return new MultiThreadIoEventLoopGroup(threads, NAMED, EpollIoHandler.newFactory());
    }

    @Override
    Class<? extends ServerChannel> unixChannel() {
      return EpollServerDomainSocketChannel.class;
    }

    @Override
    SocketAddress unixAddress(Path socket) {
      return new DomainSocketAddress(socket.toFile());
    }

    @Override
    Class<? extends ServerChannel> tcpChannel() {
      return EpollServerSocketChannel.class;
    }

    @Override
    boolean tellsIds() {
      return true;
    }

    @Override
    UnixUser user(Channel channel, OwnUser own) {
      return KernelUser.of((EpollDomainSocketChannel) channel);
    }
  },
  JDK {
    @Override
    EventLoopGroup group(int threads) {
      return new MultiThreadIoEventLoopGroup(threads, NAMED, NioIoHandler.newFactory());
    }

    @Override
    Class<? extends ServerChannel> unixChannel() {
      return NioServerDomainSocketChannel.class;
    }

    @Override
    SocketAddress unixAddress(Path socket) {
      return UnixDomainSocketAddress.of(socket);
    }

    @Override
    Class<? extends ServerChannel> tcpChannel() {
      return NioServerSocketChannel.class;
    }

    @Override
    boolean tellsIds() {
      return false;
    }

    @Override
    UnixUser user(Channel channel, OwnUser own) {
      return NamedUser.of(channel, own);
    }
  };

  private static final DefaultThreadFactory NAMED = new DefaultThreadFactory("io");

  abstract EventLoopGroup group(int threads);

  abstract Class<? extends ServerChannel> unixChannel();

  abstract SocketAddress unixAddress(Path socket);

  abstract Class<? extends ServerChannel> tcpChannel();

  /** Whether users and groups are known by their numbers: only then can one be let in by it. */
  abstract boolean tellsIds();

  /** The process at the other end of a connection to the Unix-domain socket. */
  abstract UnixUser user(Channel channel, OwnUser own);

  /** The best one that this machine has. */
  static Transport best() {
    return Epoll.isAvailable() ? EPOLL : JDK;
  }
}
