package dev.larder.server.http;

import dev.larder.protocol.Limits;
import dev.larder.server.access.AdmittedUsers;
import dev.larder.server.access.ListenAddress;
import dev.larder.server.access.OwnUser;
import dev.larder.server.access.Tokens;
import dev.larder.server.access.WebRules;
import dev.larder.server.ops.Traffic;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

  /** Results that may be received at once, each by a thread; more are put off. */
  private static final int TRANSFERS = 32;

  /**
   * SO_RCVTIMEO, socket(7), as a timeval of one microsecond. A socket that is passed may be in
   * blocking mode, which Java cannot change, and there accept(2) would stop the thread of all
   * connections until the next client comes.
   */
  private static final RawUnixChannelOption ACCEPT_TIMEOUT =
      new RawUnixChannelOption("ACCEPT_TIMEOUT", 1, 20, 2 * Long.BYTES);

  private static final ByteBuffer ACCEPT_TIMEOUT_VALUE =
      ByteBuffer.allocateDirect(2 * Long.BYTES)
          .order(ByteOrder.nativeOrder())
          .putLong(0)
          .putLong(1)
          .flip()
          .asReadOnlyBuffer();

  private final Transport transport = Transport.best();
  private final EventLoopGroup group = transport.group(IO_THREADS);

  /** TCP has a thread of its own, so that TLS does not hold up this machine's own clients. */
  private @Nullable EventLoopGroup tcpGroup;

  private final ChannelGroup listening = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ExecutorService workers =
      Executors.newFixedThreadPool(WORKERS, task -> new Thread(task, "parse"));
  private final ExecutorService transfers =
      new ThreadPoolExecutor(
          0,
          TRANSFERS,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> new Thread(task, "transfer"));
  private final Connections connections;
  private final Service service;

  /**
   * A server that does not listen yet.
   *
   * @param traffic counts what comes and how it is answered
   */
  public HttpServer(Router router, Limits limits, Traffic traffic) {
    this.connections = new Connections(limits.connections());
    this.service = new Service(router, limits, workers, transfers, connections, traffic);
  }

  /**
   * Listens on a Unix-domain socket. The path must be free, and the caller the owner of the root.
   *
   * @return which ends that, and deletes what lies at the path then
   * @throws IOException if the socket cannot be bound, or if this system cannot tell the users that
   *     are to be let in
   */
  public Closeable listen(Path socket, OwnUser own, AdmittedUsers users)
      throws IOException, InterruptedException {
    if (!transport.tellsIds() && !(users.uids().isEmpty() && users.gids().isEmpty())) {
      throw new IOException(
          "--allow-uid and --allow-gid need Linux's epoll, which is not there: "
              + Epoll.unavailabilityCause());
    }
    Channel bound =
        bind(
            group,
            transport.unixChannel(),
            transport.unixAddress(socket),
            new ConnectionSetup(service, new UnixDoor(transport, own, users), null));
    return () -> bound.close().awaitUninterruptibly();
  }

  /**
   * Listens by TCP.
   *
   * @param tokens those that are good now; null to let everybody in who reaches the port
   * @param tls what new connections speak; null for plain text
   * @return the port, which is another than asked for if that was 0
   * @throws IOException if the address cannot be bound
   */
  public int listen(
      ListenAddress address,
      WebRules rules,
      @Nullable Supplier<Tokens> tokens,
      @Nullable Supplier<TlsContext> tls)
      throws IOException, InterruptedException {
    if (tcpGroup == null) {
      tcpGroup = transport.group(IO_THREADS);
    }
    Channel bound =
        bind(
            tcpGroup,
            transport.tcpChannel(),
            address.socket(),
            new ConnectionSetup(service, new TcpDoor(rules, tokens), tls));
    return ((InetSocketAddress) bound.localAddress()).getPort();
  }

  private Channel bind(
      EventLoopGroup loops,
      Class<? extends ServerChannel> channel,
      SocketAddress address,
      ConnectionSetup setup)
      throws IOException, InterruptedException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(channel)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childHandler(setup);
    if (address instanceof InetSocketAddress) {
      // A port whose last daemon's connections are still being forgotten is free, socket(7).
      bootstrap.option(ChannelOption.SO_REUSEADDR, true);
    }
    var bound = bootstrap.bind(address).await();
    if (!bound.isSuccess()) {
      throw new IOException("Cannot listen on " + address + ": " + bound.cause(), bound.cause());
    }
    listening.add(bound.channel());
    return bound.channel();
  }

  /**
   * Takes connections from a socket that the service manager listens on.
   *
   * @throws IOException if it cannot be used
   */
  public void listen(PassedSockets.Passed socket, OwnUser own, AdmittedUsers users)
      throws IOException, InterruptedException {
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(group)
            .channelFactory(() -> new EpollServerDomainSocketChannel(socket.descriptor(), true))
            .option(ACCEPT_TIMEOUT, ACCEPT_TIMEOUT_VALUE.duplicate())
            .childHandler(new ConnectionSetup(service, new UnixDoor(transport, own, users), null));
    var registered = bootstrap.register().await();
    if (!registered.isSuccess()) {
      throw new IOException(
          "Cannot use the service manager's socket " + socket.path(), registered.cause());
    }
    listening.add(registered.channel());
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
    service.hubs().end();
    connections.awaitQuiet(graceMs);
    // What is answered may not be sent yet: this is, once everything before it is.
    connections.all().writeAndFlush(Unpooled.EMPTY_BUFFER).await(graceMs);
    connections.all().close().await(graceMs);
    group.shutdownGracefully(0, graceMs, TimeUnit.MILLISECONDS).await(graceMs);
    if (tcpGroup != null) {
      tcpGroup.shutdownGracefully(0, graceMs, TimeUnit.MILLISECONDS).await(graceMs);
    }
    workers.shutdownNow();
    transfers.shutdownNow();
  }
}
