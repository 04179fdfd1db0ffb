package dev.larder.client.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * TLS by the JDK's engine, which does no I/O, over the channel. Reading may have to write first and
 * the other way round (a handshake, a change of keys): {@link #wants} says which.
 */
final class TlsWire implements Wire {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final SSLEngine engine;

  /** Sealed records from the peer, to be read from; what is incomplete stays. */
  private final ByteBuffer sealedIn;

  /** Sealed records to the peer, to be read from. */
  private final ByteBuffer sealedOut;

  /** Opened bytes that nobody has read yet, to be read from. */
  private final ByteBuffer opened;

  private boolean ended;
  private int wants = SelectionKey.OP_WRITE;

  TlsWire(SocketChannel channel, SSLEngine engine) throws SSLException {
    this.channel = channel;
    this.engine = engine;
    int recordBytes = engine.getSession().getPacketBufferSize();
    this.sealedIn = ByteBuffer.allocate(recordBytes).limit(0);
    this.sealedOut = ByteBuffer.allocate(recordBytes).limit(0);
    this.opened = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).limit(0);
    engine.beginHandshake();
  }

  /**
   * Goes on with the first handshake; false if it has to wait.
   *
   * @throws SSLException if the two ends cannot agree or do not trust one another
   */
  boolean shakeHands() throws IOException {
    while (isShakingHands()) {
      if (!step()) {
        if (ended) {
          throw new SSLException("the peer closed the connection in the middle of the handshake");
        }
        return false;
      }
    }
    return flush();
  }

  private boolean isShakingHands() {
    HandshakeStatus status = engine.getHandshakeStatus();
    return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
  }

  /** One step of a handshake, or one record read; false if it has to wait, or at the end. */
  private boolean step() throws IOException {
    if (!flush()) {
      return false;
    }
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
      for (Runnable task; (task = engine.getDelegatedTask()) != null; ) {
        task.run();
      }
      return true;
    }
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !ended) {
      seal(NOTHING);
      return flush();
    }
    return open();
  }

  private void seal(ByteBuffer source) throws IOException {
    sealedOut.clear();
    try {
      SSLEngineResult result = engine.wrap(source, sealedOut);
      ended |= result.getStatus() == SSLEngineResult.Status.CLOSED;
    } finally {
      sealedOut.flip();
    }
  }

  private boolean open() throws IOException {
    opened.compact();
    SSLEngineResult.Status status;
    try {
      status = engine.unwrap(sealedIn, opened).getStatus();
    } catch (SSLException e) {
      sayWhy();
      throw e;
    } finally {
      opened.flip();
    }
    if (status == SSLEngineResult.Status.BUFFER_OVERFLOW) {
      throw new SSLException("the peer shakes hands again while its bytes lie unread");
    }
    ended |= status == SSLEngineResult.Status.CLOSED;
    return status == SSLEngineResult.Status.BUFFER_UNDERFLOW ? fill() : !ended;
  }

  /** The alert that tells the peer why (RFC 8446, section 6.2), as far as it still takes it. */
  private void sayWhy() {
    try {
      seal(NOTHING);
      flush();
    } catch (IOException e) {
      // The reason at this end is the one that counts.
      wants = 0;
    }
  }

  private boolean fill() throws IOException {
    sealedIn.compact();
    int count;
    try {
      count = channel.read(sealedIn);
    } finally {
      sealedIn.flip();
    }
    wants = SelectionKey.OP_READ;
    // An end without TLS's own goodbye: the framing of HTTP shows whether anything is missing.
    ended |= count < 0;
    return count > 0;
  }

  @Override
  public SocketChannel channel() {
    return channel;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    while (!opened.hasRemaining() && !ended) {
      if (!step()) {
        break;
      }
    }
    if (!opened.hasRemaining()) {
      return ended ? -1 : 0;
    }
    int count = Math.min(opened.remaining(), target.remaining());
    target.put(opened.slice(opened.position(), count));
    opened.position(opened.position() + count);
    return count;
  }

  @Override
  public void write(ByteBuffer source) throws IOException {
    while (source.hasRemaining() && flush()) {
      if (ended) {
        throw new SSLException("the peer closed the connection");
      }
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK
          || engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP) {
        if (!step()) {
          return;
        }
      } else {
        seal(source);
      }
    }
  }

  @Override
  public boolean flush() throws IOException {
    while (sealedOut.hasRemaining()) {
      if (channel.write(sealedOut) == 0) {
        wants = SelectionKey.OP_WRITE;
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean peerSpoke() throws IOException {
    // What came may be TLS's own, such as a new session ticket (RFC 8446, section 4.6.1).
    while (!opened.hasRemaining() && !ended && open()) {
      // On to the next record.
    }
    return opened.hasRemaining() || ended;
  }

  @Override
  public int wants() {
    return wants;
  }

  /**
   * Without TLS's goodbye: any thread may close, also while another one reads, and the framing of
   * HTTP tells the peer what is whole.
   */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
