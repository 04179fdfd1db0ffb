package dev.larder.server.http;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as a stream that one other thread reads while it comes. Past a bound that nobody
 * has read yet, the connection is not read on.
 */
final class Upload extends InputStream {
  /** Bytes that may lie here: enough to keep both ends busy. */
  private static final int HIGH_BYTES = 1 << 20;

  private static final int LOW_BYTES = HIGH_BYTES / 4;

  /** Stops and resumes the reading of the connection. */
  @FunctionalInterface
  interface Pausing {
    /**
     * Any thread. On the event loop it is done when this returns: a reader that was faster could
     * else resume before the pause, and the connection would pause for ever.
     */
    void pause(boolean paused);
  }

  private final Pausing pausing;

  // Guarded by this.
  private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
  private int position;
  private int waitingBytes;
  private boolean paused;
  private boolean ended;
  private @Nullable String broken;

  Upload(Pausing pausing) {
    this.pausing = pausing;
  }

  /** Adds what has arrived. Event loop only. */
  void add(ByteBuf content) {
    byte[] piece = new byte[content.readableBytes()];
    content.readBytes(piece);
    boolean nowPaused;
    synchronized (this) {
      if (piece.length > 0 && broken == null) {
        pieces.add(piece);
        waitingBytes += piece.length;
        notifyAll();
      }
      nowPaused = !paused && waitingBytes > HIGH_BYTES;
      paused |= nowPaused;
    }
    if (nowPaused) {
      pausing.pause(true);
    }
  }

  /** The body is whole. Event loop only. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Nothing more comes: the connection broke, or the request was refused. Event loop only. */
  synchronized void breakOff() {
    if (!ended) {
      broken = "the connection ended before the content was whole";
      pieces.clear();
      notifyAll();
    }
  }

  /** Whether all of it has come. */
  synchronized boolean isEnded() {
    return ended;
  }

  /** Whether its sender went away before. */
  synchronized boolean isBroken() {
    return broken != null;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count;
    boolean goOn;
    synchronized (this) {
      count = take(target, offset, length);
      goOn = paused && waitingBytes < LOW_BYTES;
      paused &= !goOn;
    }
    if (goOn) {
      pausing.pause(false);
    }
    return count;
  }

  private int take(byte[] target, int offset, int length) throws IOException { // holds the lock
    while (pieces.isEmpty() && !ended && broken == null) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the daemon is stopping");
      }
    }
    if (broken != null) {
      throw new IOException(broken);
    }
    byte[] first = pieces.peek();
    if (first == null) {
      return -1;
    }
    int count = Math.min(length, first.length - position);
    System.arraycopy(first, position, target, offset, count);
    position += count;
    waitingBytes -= count;
    if (position == first.length) {
      pieces.remove();
      position = 0;
    }
    return count;
  }
}
