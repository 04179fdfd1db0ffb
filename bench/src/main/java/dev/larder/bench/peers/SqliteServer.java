package dev.larder.bench.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.LineBasedFrameDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * What one would write oneself: SQLite with a write-ahead log and {@code synchronous=FULL}, behind
 * a thread that commits all that waits in one transaction. A line with a name and a value, parted
 * by a tab, is answered with a line.
 */
public final class SqliteServer implements Started {
  private static final int LONGEST_LINE = 1 << 20;

  private final Running server;
  private final Path socket;

  private SqliteServer(Running server, Path socket) {
    this.server = server;
    this.socket = socket;
  }

  private record Write(ChannelHandlerContext client, String name, String value) {}

  /** The server's own process. */
  public static void main(String[] arguments) throws Exception {
    BlockingQueue<Write> writes = new LinkedBlockingQueue<>();
    new ServerBootstrap()
        .group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
        .channel(EpollServerDomainSocketChannel.class)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new LineBasedFrameDecoder(LONGEST_LINE), in(writes));
              }
            })
        .bind(new DomainSocketAddress(arguments[0]))
        .sync();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[1])) {
      write(connection, writes);
    }
  }

  private static ChannelInboundHandlerAdapter in(BlockingQueue<Write> writes) {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf line = (ByteBuf) message;
        String[] parts = line.toString(UTF_8).split("\t", 2);
        line.release();
        writes.add(new Write(ctx, parts[0], parts[1]));
      }
    };
  }

  private static void write(Connection connection, BlockingQueue<Write> writes)
      throws SQLException, InterruptedException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=WAL");
      statement.execute("PRAGMA synchronous=FULL");
      statement.execute("CREATE TABLE entries (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID");
    }
    connection.setAutoCommit(false);
    List<Write> batch = new ArrayList<>();
    try (PreparedStatement upsert =
        connection.prepareStatement("INSERT OR REPLACE INTO entries VALUES (?, ?)")) {
      while (true) {
        batch.add(writes.take());
        writes.drainTo(batch);
        for (Write write : batch) {
          upsert.setString(1, write.name());
          upsert.setString(2, write.value());
          upsert.executeUpdate();
        }
        connection.commit();
        for (Write write : batch) {
          var unused = write.client().writeAndFlush(Unpooled.copiedBuffer("+OK\n", UTF_8));
        }
        batch.clear();
      }
    }
  }

  /** Starts it as a process, on a new database in that folder. */
  public static SqliteServer start(Path folder) throws IOException {
    Path socket = folder.resolve("sqlite.sock");
    List<String> line =
        Running.java(
            SqliteServer.class, socket.toString(), folder.resolve("entries.sqlite").toString());
    return new SqliteServer(
        Running.start(
            "SQLite, WAL, FULL, one thread commits for all",
            folder,
            line,
            () -> Files.exists(socket)),
        socket);
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
