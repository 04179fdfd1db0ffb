package dev.larder.client.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps connections alive between requests. Repeats nothing: what may be sent again is the caller's
 * to decide. Any thread may call it.
 */
public final class ConnectionPool implements Closeable {
  /** Requests on their way at once; more wait for their turn. */
  static final int MAX_BUSY = 256;

  /** Connections kept for later; the newest are used first, so that the rest can be dropped. */
  static final int MAX_IDLE = 16;

  private final Connector connector;
  private final Semaphore turns = new Semaphore(MAX_BUSY);
  private final Object lock = new Object();
  // Guarded by the lock.
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Set<Connection> busy = new HashSet<>();
  private boolean closed;

  public ConnectionPool(Connector connector) {
    this.connector = connector;
  }

  /**
   * Sends a request on a connection that is free, or on a new one.
   *
   * @param untilHead until when the head of the answer must be there
   * @param forBody how long the reads of the body wait then
   * @throws SocketTimeoutException if the answer did not come in time
   * @throws java.nio.channels.ClosedByInterruptException if the thread was interrupted; its
   *     interrupt status stays set
   * @throws AsynchronousCloseException if the pool was closed
   * @throws NotSentException if no byte of the request was sent
   * @throws NoAnswerException if the connection ended before any byte of the answer
   * @throws BadAnswerException if the answer is not HTTP/1.1
   */
  public Response exchange(Request request, Deadline untilHead, Patience forBody)
      throws IOException {
    awaitTurn(untilHead);
    try {
      Connection idleOne = takeIdle();
      Connection connection = idleOne == null ? connect(untilHead) : idleOne;
      return send(
          connection,
          request,
          untilHead,
          forBody,
          finished -> {
            turns.release();
            end(connection, finished);
          });
    } catch (IOException | RuntimeException e) {
      turns.release();
      throw e;
    }
  }

  /**
   * Sends a request whose answer is a stream that may stay open for long: on a new connection,
   * which counts for no turn and is used for nothing else. Throws what {@link #exchange} throws.
   */
  public Response stream(Request request, Deadline untilHead, Patience forBody) throws IOException {
    Connection connection = connect(untilHead);
    return send(connection, request, untilHead, forBody, finished -> end(connection, false));
  }

  private Response send(
      Connection connection,
      Request request,
      Deadline untilHead,
      Patience forBody,
      Response.Ending ending)
      throws IOException {
    try {
      return connection.exchange(request, untilHead, forBody, ending);
    } catch (IOException | RuntimeException e) {
      end(connection, false);
      throw e;
    }
  }

  private void awaitTurn(Deadline deadline) throws IOException {
    try {
      if (!turns.tryAcquire(deadline.remainingMs(), TimeUnit.MILLISECONDS)) {
        throw new SocketTimeoutException("All " + MAX_BUSY + " connections are in use");
      }
    } catch (InterruptedException e) {
      throw Deadline.interrupted(e);
    }
  }

  private @Nullable Connection takeIdle() throws IOException {
    for (; ; ) {
      Connection newest;
      synchronized (lock) {
        newest = idle.pollLast();
        if (newest == null) {
          return null;
        }
        busy.add(newest);
      }
      if (newest.isUsable()) {
        return newest;
      }
      end(newest, false);
    }
  }

  private Connection connect(Deadline deadline) throws IOException {
    var connection = new Connection(connector.connect(deadline));
    synchronized (lock) {
      if (!closed) {
        busy.add(connection);
        return connection;
      }
    }
    connection.close();
    throw new AsynchronousCloseException();
  }

  private void end(Connection connection, boolean finished) throws IOException {
    synchronized (lock) {
      busy.remove(connection);
      if (finished && !closed && connection.isReusable() && idle.size() < MAX_IDLE) {
        idle.addLast(connection);
        return;
      }
    }
    connection.close();
  }

  /** Closes all connections, also those in use. Closing again does nothing. */
  @Override
  public void close() throws IOException {
    List<Connection> all;
    synchronized (lock) {
      closed = true;
      all = new ArrayList<>(busy);
      all.addAll(idle);
      idle.clear();
      busy.clear();
    }
    for (Connection connection : all) {
      connection.close();
    }
  }
}
