package dev.larder.server.http;

import dev.larder.protocol.Limits;
import dev.larder.server.access.Peer;
import dev.larder.server.engine.Engine;
import dev.larder.server.engine.EngineOptions;
import dev.larder.server.journal.JournalOptions;
import dev.larder.server.ops.Identity;
import dev.larder.server.ops.Metrics;
import dev.larder.server.ops.Observations;
import dev.larder.server.ops.Readiness;
import dev.larder.server.ops.Traffic;
import dev.larder.server.publish.PublisherOptions;
import dev.larder.server.workspaces.LeaseBounds;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The daemon's parts from the pipeline down to the disk, in this process, behind connections of
 * memory. Whoever connects is a caller by TCP: one who may not say where files are written.
 */
@SuppressWarnings("try") // who closes it may be interrupted
final class EmbeddedDaemon implements AutoCloseable {
  private static final Limits LIMITS =
      new Limits(1 << 20, 1 << 22, 1 << 26, 20, 1000, 200, 1000, 100, 16 << 20, 1 << 20, 100, 100);

  private static final long CHECKPOINT_BYTES = 1 << 20;
  private static final long STOP_MS = 20_000;

  private final AtomicReference<@Nullable Throwable> death = new AtomicReference<>();
  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
  private final ExecutorService workers = Executors.newFixedThreadPool(2);
  private final Engine engine;
  private final Channel listening;

  /** Starts it on that root, which may have been another's before. */
  EmbeddedDaemon(Path root) throws IOException, InterruptedException {
    for (String folder : List.of("state", "stats", "workspaces")) {
      Files.createDirectories(root.resolve(folder));
    }
    engine =
        new Engine(
            root,
            new EngineOptions(
                LIMITS,
                JournalOptions.DEFAULTS,
                CHECKPOINT_BYTES,
                PublisherOptions.DEFAULTS,
                LeaseBounds.of(LIMITS.waitersPerKey())),
            death::set);
    engine.start();
    Traffic traffic = new Traffic();
    Readiness readiness = new Readiness(engine);
    Identity identity = new Identity("0", 1, root, List.of("unix:/nowhere"), Instant.now());
    Metrics metrics = new Metrics(engine, new Observations(), traffic, readiness, "0");
    Router router = Routes.of(engine, LIMITS, identity, readiness, metrics, () -> {});
    Service service =
        new Service(
            router, LIMITS, workers, workers, new Connections(LIMITS.connections()), traffic);
    listening =
        new ServerBootstrap()
            .group(loop)
            .channel(LocalServerChannel.class)
            .childHandler(new ConnectionSetup(service, channel -> new Caller(), null))
            .bind(LocalAddress.ANY)
            .sync()
            .channel();
  }

  /** A new connection. */
  Channel connect(ChannelHandler client) throws InterruptedException {
    return new Bootstrap()
        .group(loop)
        .channel(LocalChannel.class)
        .handler(client)
        .connect(listening.localAddress())
        .sync()
        .channel();
  }

  /** What ended the engine; null while it lives. */
  @Nullable Throwable death() {
    return death.get();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    listening.close().sync();
    engine.refuseRequests();
    engine.stop(STOP_MS);
    workers.shutdownNow();
    loop.shutdownGracefully(0, STOP_MS, TimeUnit.MILLISECONDS).sync();
  }

  private record Caller() implements Door.Visit {
    @Override
    public String from() {
      return "nowhere";
    }

    @Override
    public Peer peer(RequestHead head) {
      return Peer.ofAddress("nowhere");
    }
  }
}
