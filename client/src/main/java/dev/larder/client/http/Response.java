package dev.larder.client.http;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One answer, whose body is still on its way. Whoever gets it closes it; a connection whose answer
 * was read to the end is used again. One thread at a time; any thread may close it.
 */
public final class Response implements Closeable {
  private final HttpResponse head;
  private final Connection connection;
  private final InputStream body;
  private final Ending ending;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean finished;

  /** What becomes of the connection. */
  @FunctionalInterface
  interface Ending {
    /**
     * Called once, at the answer's close.
     *
     * @param finished whether the answer was read to its end
     */
    void ended(boolean finished) throws IOException;
  }

  /**
   * An answer.
   *
   * @param body null if there is none
   */
  Response(HttpResponse head, Connection connection, @Nullable InputStream body, Ending ending) {
    this.head = head;
    this.connection = connection;
    this.body = body == null ? InputStream.nullInputStream() : new UntilTheEnd(body);
    this.ending = ending;
    this.finished = body == null;
  }

  public int status() {
    return head.getCode();
  }

  /** A header's value; null if it is missing. Of several of that name it is the first. */
  public @Nullable String header(String name) {
    Header header = head.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  /** The body as it comes in; an end before its time is an exception. */
  public InputStream body() {
    return body;
  }

  /** Sets how long the reads of the body from now on wait. */
  public void waitFor(Patience patience) {
    connection.waitFor(patience);
  }

  /**
   * Gives the connection back if the body was read to its end, else closes it. Closing again does
   * nothing.
   */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      ending.ended(finished);
    }
  }

  private final class UntilTheEnd extends FilterInputStream {
    UntilTheEnd(InputStream framed) {
      super(framed);
    }

    @Override
    public int read() throws IOException {
      return noted(super.read());
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return noted(super.read(target, offset, length));
    }

    /** Keeps the framed stream from reading to the end of an endless body. */
    @Override
    public void close() {}

    private int noted(int result) {
      if (result < 0) {
        finished = true;
      }
      return result;
    }
  }
}
