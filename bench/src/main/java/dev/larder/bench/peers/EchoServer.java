package dev.larder.bench.peers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Sends back what it gets: what a round trip costs at least, in the same language. */
public final class EchoServer implements Started {
  private final Running server;
  private final Path socket;

  private EchoServer(Running server, Path socket) {
    this.server = server;
    this.socket = socket;
  }

  /** The server's own process. */
  public static void main(String[] arguments) throws InterruptedException {
    new ServerBootstrap()
        .group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
        .channel(EpollServerDomainSocketChannel.class)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Back());
              }
            })
        .bind(new DomainSocketAddress(arguments[0]))
        .sync()
        .channel()
        .closeFuture()
        .sync();
  }

  private static final class Back extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      var unused = ctx.write(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      ctx.flush();
    }
  }

  /** Starts it as a process. */
  public static EchoServer start(Path folder) throws IOException {
    Path socket = folder.resolve("echo.sock");
    List<String> line = Running.java(EchoServer.class, socket.toString());
    return new EchoServer(
        Running.start("echo (Netty)", folder, line, () -> Files.exists(socket)), socket);
  }

  /** Where it listens. */
  public Path socket() {
    return socket;
  }

  @Override
  public Running server() {
    return server;
  }
}
