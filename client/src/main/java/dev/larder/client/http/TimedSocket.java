package dev.larder.client.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * A connected socket whose every wait has an end. The channel does not block; a selector does the
 * waiting, because a blocking channel knows no timeout.
 *
 * <p>One thread at a time reads or writes; any thread may close it, which ends their waits.
 */
public final class TimedSocket implements Closeable {
  /**
   * Most bytes handed to the channel at once. The JDK copies a heap buffer into a direct one of the
   * same size, and keeps that for the thread's life.
   */
  private static final int SLICE_BYTES = 128 * 1024;

  private final Wire wire;
  private final String authority;
  private final Selector selector;
  private final SelectionKey key;
  private Patience patience = Patience.ENDLESS;
  private long sent;
  private long received;

  /**
   * @param authority what requests on it name as their host (RFC 9110, section 7.2)
   */
  TimedSocket(Wire wire, Selector selector, SelectionKey key, String authority) {
    this.wire = wire;
    this.selector = selector;
    this.key = key;
    this.authority = authority;
  }

  String authority() {
    return authority;
  }

  /** Sets how long the reads and writes from now on wait, and counts their bytes from 0. */
  void begin(Patience newPatience) {
    patience = newPatience;
    sent = 0;
    received = 0;
  }

  /** Sets how long the reads and writes from now on wait. */
  void waitFor(Patience newPatience) {
    patience = newPatience;
  }

  /** Bytes written since {@link #begin}. */
  long sent() {
    return sent;
  }

  /** Bytes read since {@link #begin}. */
  long received() {
    return received;
  }

  /** Whether the peer has neither closed it nor said anything: what an idle connection must be. */
  boolean isQuiet() {
    try {
      return wire.read(ByteBuffer.allocate(1)) == 0;
    } catch (IOException e) {
      // Closed by the peer in its rude way; the caller asks for nothing but that.
      return false;
    }
  }

  /**
   * Writes all of it, unless the peer speaks first.
   *
   * @return false if it is not all written, because the peer has answered, or closed, instead of
   *     reading on
   */
  boolean write(ByteBuffer source) throws IOException {
    Deadline deadline = patience.forNextWait();
    while (source.hasRemaining() || !wire.flush()) {
      int count = Math.min(source.remaining(), SLICE_BYTES);
      ByteBuffer slice = source.slice(source.position(), count);
      wire.write(slice);
      source.position(source.position() + slice.position());
      sent += slice.position();
      if (slice.position() == 0) {
        await(wire.wants() | SelectionKey.OP_READ, deadline);
        if (key.isReadable() && wire.peerSpoke()) {
          return false;
        }
      }
    }
    return true;
  }

  /** What the peer sends; each read waits as long as the patience lasts. */
  InputStream input() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return TimedSocket.this.read(
            ByteBuffer.wrap(target, offset, Math.min(length, SLICE_BYTES)));
      }
    };
  }

  private int read(ByteBuffer target) throws IOException {
    Deadline deadline = patience.forNextWait();
    int count;
    while ((count = wire.read(target)) == 0) {
      await(wire.wants(), deadline);
    }
    received += Math.max(count, 0);
    return count;
  }

  /**
   * Waits until the channel can do one of the operations.
   *
   * @throws SocketTimeoutException if the deadline came first
   */
  void await(int operations, Deadline deadline) throws IOException {
    long remainingMs = deadline.remainingMs();
    if (remainingMs == 0) {
      throw new SocketTimeoutException("The peer stood still for too long");
    }
    try {
      key.interestOps(operations);
      selector.select(deadline.never() ? 0 : remainingMs);
      selector.selectedKeys().clear();
    } catch (ClosedSelectorException | CancelledKeyException e) {
      var closed = new AsynchronousCloseException();
      closed.initCause(e);
      throw closed;
    }
    if (Thread.currentThread().isInterrupted()) {
      close();
      throw new ClosedByInterruptException();
    }
  }

  /** Closes the connection. Closing again does nothing. */
  @Override
  public void close() throws IOException {
    wire.close();
    // The selector holds the descriptor until the key is taken out; only this ends both.
    selector.close();
  }
}
