package dev.larder.client.http;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Bytes to and from a peer over a channel that does not block: as they are, or through TLS. After a
 * 0 of {@link #read}, or bytes left over by {@link #write}, {@link #wants} says what to wait for.
 */
sealed interface Wire extends Closeable permits PlainWire, TlsWire {
  SocketChannel channel();

  /** Reads what is there: 0 for nothing yet, -1 for the end. */
  int read(ByteBuffer target) throws IOException;

  /** Takes what it can of the source; what it took may still have to be {@link #flush flushed}. */
  void write(ByteBuffer source) throws IOException;

  /** Hands the channel what was taken; false if some of it is left. */
  boolean flush() throws IOException;

  /** Whether the peer has said something, or closed; asked when the channel has bytes to read. */
  boolean peerSpoke() throws IOException;

  /** The channel's operations ({@link java.nio.channels.SelectionKey}) without which it stands. */
  int wants();
}
