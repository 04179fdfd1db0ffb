package dev.larder.dist;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Passes the connections of a loopback port on to a Unix-domain socket, for programs that know no
 * such sockets. While nobody listens there, its connections end at once, as those of a daemon that
 * has ended.
 */
final class Relay implements Closeable {
  private static final int PIECE_BYTES = 16 * 1024;

  private final ServerSocketChannel listening = ServerSocketChannel.open();
  private final Path socket;

  private Relay(Path socket) throws IOException {
    this.socket = socket;
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  static Relay to(Path socket) throws IOException {
    Relay relay = new Relay(socket);
    start(relay::accept);
    return relay;
  }

  /** Where it listens, as {@code host:port}. */
  String address() throws IOException {
    int port = ((InetSocketAddress) listening.getLocalAddress()).getPort();
    return InetAddress.getLoopbackAddress().getHostAddress() + ":" + port;
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Ends quietly when one of its channels does: that is how a connection ends. */
  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One of its ends was closed, and with it the other.
              }
            },
            "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      SocketChannel client = listening.accept();
      start(() -> serve(client));
    }
  }

  private void serve(SocketChannel client) throws IOException {
    try (client;
        SocketChannel daemon = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      daemon.connect(UnixDomainSocketAddress.of(socket));
      start(
          () -> {
            try (daemon) {
              pass(client, daemon);
            }
          });
      pass(daemon, client);
    }
  }

  private static void pass(SocketChannel from, SocketChannel to) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    while (from.read(piece.clear()) >= 0) {
      piece.flip();
      while (piece.hasRemaining()) {
        to.write(piece);
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
