package dev.larder.prove.bounds;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A sender that never reads, and sends the same again and again. */
final class Pressure {
  /** A socket that takes nothing for so long is not read any more; a slower daemon took less. */
  private static final long SILENCE_MS = 2_000;

  private final Path socket;
  private final byte[] request;

  Pressure(Path socket, byte[] request) {
    this.socket = socket;
    this.request = request;
  }

  /** How many bytes were taken before the socket took no more, or so many. */
  long send(long most) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open()) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_WRITE);
      long sent = 0;
      ByteBuffer out = ByteBuffer.wrap(request);
      while (sent < most && selector.select(SILENCE_MS) > 0) {
        selector.selectedKeys().clear();
        sent += channel.write(out);
        if (!out.hasRemaining()) {
          out.rewind();
        }
      }
      return sent;
    }
  }
}
