package dev.larder.bench.load;

import dev.larder.bench.measure.Latency;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clients of one server, all on one thread, as {@code redis-benchmark} and {@code h2load} have
 * them: whatever is measured pays the same for its load. One thread uses it.
 */
public final class Generator implements Load {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private final EventLoopGroup group;
  private final List<Channel> channels = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private Generator(EventLoopGroup group) {
    this.group = group;
  }

  /** Connects that many clients to a Unix-domain socket. */
  public static Generator connect(Path socket, int clients, Dialect dialect)
      throws InterruptedException {
    Generator generator =
        new Generator(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()));
    for (int client = 0; client < clients; client++) {
      generator.connect(socket, new Connection(client, dialect));
    }
    return generator;
  }

  private void connect(Path socket, Connection connection) throws InterruptedException {
    Channel channel =
        new Bootstrap()
            .group(group)
            .channel(EpollDomainSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel made) {
                    made.pipeline().addLast(connection, new Failing());
                  }
                })
            .connect(new DomainSocketAddress(socket.toFile()))
            .sync()
            .channel();
    channels.add(channel);
    connections.add(connection);
  }

  @Override
  public Turn closedLoop(Duration time) throws InterruptedException, ExecutionException {
    return work(0, time);
  }

  /**
   * Requests are due at a fixed rate, whether earlier ones are answered or not; each client has its
   * share of them.
   */
  public Turn atRate(double perSecond, Duration time)
      throws InterruptedException, ExecutionException {
    return work(TimeUnit.SECONDS.toNanos(1) / perSecond, time);
  }

  private Turn work(double betweenNanos, Duration time)
      throws InterruptedException, ExecutionException {
    long started = System.nanoTime();
    long until = started + time.toNanos();
    long every = (long) (betweenNanos * connections.size());
    CountDownLatch done = new CountDownLatch(connections.size());
    for (int client = 0; client < connections.size(); client++) {
      Connection connection = connections.get(client);
      long first = started + (long) (betweenNanos * client);
      channels
          .get(client)
          .eventLoop()
          .execute(() -> connection.work(first, every, until, done::countDown));
    }
    if (!done.await(time.plus(LONGEST_WAIT).toMillis(), TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("an answer does not come");
    }
    if (failure.get() != null) {
      throw new ExecutionException(failure.get());
    }
    return told(started);
  }

  private Turn told(long started) {
    Latency all = new Latency();
    long operations = 0;
    long last = started;
    for (Connection connection : connections) {
      all.add(connection.latency());
      operations += connection.operations();
      last = Math.max(last, connection.lastNanos());
    }
    return new Turn(operations, (last - started) / 1e9, all);
  }

  @Override
  public void close() {
    var unused = group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** Keeps the first failure, for the thread that waits. */
  private final class Failing extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      failure.compareAndSet(null, cause);
      var unused = ctx.close();
    }
  }
}
