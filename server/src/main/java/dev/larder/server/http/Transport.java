package dev.larder.server.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
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
  };

  private static final DefaultThreadFactory NAMED = new DefaultThreadFactory("io");

  abstract EventLoopGroup group(int threads);

  abstract Class<? extends ServerChannel> unixChannel();

  abstract SocketAddress unixAddress(Path socket);

  /** The best one that this machine has. */
  static Transport best() {
    return Epoll.isAvailable() ? EPOLL : JDK;
  }
}
