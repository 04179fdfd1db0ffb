package dev.larder.server.http;

import dev.larder.protocol.Limits;
import dev.larder.server.ops.Traffic;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The listening sockets and everything behind them. {@link #listen} and {@link #stop} belong to the
 * daemon's thread.
 */
public final class HttpServer {
  /** Connections that the kernel holds for us while we are busy, listen(2). */
  private static final int BACKLOG = 4096;

  /** One thread reads and writes all sockets; the rest of the machine is the clients'. */
  private static final int IO_THREADS = 1;

  /** Threads for large bodies and for files; they are made when needed. */
  private static final int WORKERS = 2;

  private final Transport transport = Transport.best();
  private final EventLoopGroup group = transport.group(IO_THREADS);
  private final ChannelGroup listening = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ExecutorService workers =
      Executors.newFixedThreadPool(WORKERS, task -> new Thread(task, "parse"));
  private final Connections connections;
  private final ConnectionSetup setup;

  /**
   * A server that does not listen yet.
   *
   * @param traffic counts what comes and how it is answered
   */
  public HttpServer(Router router, Limits limits, Traffic traffic) {
    this.connections = new Connections(limits.connections());
    this.setup = new ConnectionSetup(new Service(router, limits, workers, connections, traffic));
  }

  /**
   * Listens on a Unix-domain socket. The path must be free, and the caller the owner of the root.
   *
   * @throws IOException if the socket cannot be bound
   */
  public void listen(Path socket) throws IOException, InterruptedException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channel(transport.unixChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childHandler(setup);
    var bound = bootstrap.bind(transport.unixAddress(socket)).await();
    if (!bound.isSuccess()) {
      throw new IOException("Cannot listen on " + socket, bound.cause());
    }
    listening.add(bound.channel());
  }

  /** How many clients are connected. */
  public int connections() {
    return connections.count();
  }

  /** How many requests have come since this was asked last. */
  public long requestsSinceAsked() {
    return connections.requestsSinceAsked();
  }

  /** Takes no further connections. */
  public void stopAccepting() {
    listening.close().awaitUninterruptibly();
  }

  /**
   * Gives the requests that are being answered some time to end, then closes every connection.
   *
   * @param graceMs how long to wait for answers, in milliseconds
   */
  public void stop(long graceMs) throws InterruptedException {
    connections.awaitQuiet(graceMs);
    // What is answered may not be sent yet: this is, once everything before it is.
    connections.all().writeAndFlush(Unpooled.EMPTY_BUFFER).await(graceMs);
    connections.all().close().await(graceMs);
    group.shutdownGracefully(0, graceMs, TimeUnit.MILLISECONDS).await(graceMs);
    workers.shutdownNow();
  }
}
