package dev.larder.client.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;

/**
 * A connected Unix-domain socket whose every wait has an end. The channel does not block; a
 * selector does the waiting, because a blocking channel knows no timeout.
 *
 * <p>One thread at a time reads or writes; any thread may close it, which ends their waits.
 */
public final class TimedSocket implements Closeable {
  /**
   * Most bytes handed to the channel at once. The JDK copies a heap buffer into a direct one of the
   * same size, and keeps that for the thread's life.
   */
  private static final int SLICE_BYTES = 128 * 1024;

  private static final long FIRST_PAUSE_MS = 1;
  private static final long LONGEST_PAUSE_MS = 20;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private Patience patience = Patience.ENDLESS;
  private long sent;
  private long received;

  private TimedSocket(SocketChannel channel, Selector selector) throws IOException {
    this.channel = channel;
    this.selector = selector;
    this.key = channel.register(selector, 0);
  }

  /**
   * Connects.
   *
   * @throws NobodyListensException if there is no socket, or nobody behind it
   * @throws SocketTimeoutException if the peer did not take the connection until the deadline
   */
  public static TimedSocket connect(Endpoint.Unix endpoint, Deadline deadline) throws IOException {
    var address = UnixDomainSocketAddress.of(endpoint.socket());
    var backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    for (; ; ) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.configureBlocking(false);
        if (channel.connect(address)) {
          return new TimedSocket(channel, Selector.open());
        }
        channel.close();
      } catch (SocketException e) {
        channel.close();
        refuse(endpoint, e);
        if (deadline.passed()) {
          throw late(e);
        }
      }
      // The peer's backlog is full (connect(2), EAGAIN; JDK 17 makes an exception of it). Other
      // than with TCP no connection is under way then, and to wait on the channel is useless.
      backoff.pause(deadline);
    }
  }

  /** Throws unless the refusal may be a full backlog, which has no exception type of its own. */
  private static void refuse(Endpoint.Unix endpoint, SocketException e) throws IOException {
    if (e instanceof ConnectException) {
      throw new NobodyListensException("nobody listens on it", e);
    }
    if (!Files.exists(endpoint.socket(), LinkOption.NOFOLLOW_LINKS)) {
      throw new NobodyListensException("there is no such socket", e);
    }
    if (!Files.isWritable(endpoint.socket())) {
      throw new AccessDeniedException(endpoint.toString(), null, e.getMessage());
    }
  }

  private static SocketTimeoutException late(SocketException cause) {
    var late = new SocketTimeoutException("No connection was taken: " + cause.getMessage());
    late.initCause(cause);
    return late;
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
      return channel.read(ByteBuffer.allocate(1)) == 0;
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
    while (source.hasRemaining()) {
      int count = Math.min(source.remaining(), SLICE_BYTES);
      int written = channel.write(source.slice(source.position(), count));
      source.position(source.position() + written);
      sent += written;
      if (written == 0) {
        await(SelectionKey.OP_WRITE | SelectionKey.OP_READ, deadline);
        if (key.isReadable()) {
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
    while ((count = channel.read(target)) == 0) {
      await(SelectionKey.OP_READ, deadline);
    }
    received += Math.max(count, 0);
    return count;
  }

  private void await(int operations, Deadline deadline) throws IOException {
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
    channel.close();
    // The selector holds the descriptor until the key is taken out; only this ends both.
    selector.close();
  }
}
