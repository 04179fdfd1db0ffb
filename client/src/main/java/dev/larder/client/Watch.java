package dev.larder.client;

import dev.larder.client.http.Backoff;
import dev.larder.client.http.Deadline;
import dev.larder.client.http.Patience;
import dev.larder.client.http.Request;
import dev.larder.client.http.Response;
import dev.larder.protocol.MediaTypes;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events of one thing that is watched, one after the other and for as long as one
 * likes. When the stream breaks, because the daemon is restarted or a network does not last, it is
 * opened again where it broke: no event is told twice, and none is missed without a {@code reload}.
 *
 * <p>One thread calls {@link #next}; any thread may close it.
 *
 * @param <E> the events
 */
public final class Watch<E> implements AutoCloseable {
  /** The daemon shows each 15 s that it is there (the contract); so much later it is not. */
  private static final long SILENCE_MS = 45_000;

  private static final long FIRST_PAUSE_MS = 20;
  private static final long LONGEST_PAUSE_MS = 1000;

  private final Calls calls;
  private final ClientOptions client;
  private final Request request;
  private final Class<E> type;
  private @Nullable String lastId;

  /** Guarded by this object's lock, as is {@code closed}. */
  private @Nullable Response response;

  private boolean closed;
  private @Nullable EventReader reader;

  private Watch(
      Calls calls, ClientOptions client, Request request, Class<E> type, @Nullable String lastId) {
    this.calls = calls;
    this.client = client;
    this.request = request;
    this.type = type;
    this.lastId = lastId;
  }

  /**
   * Opens the stream.
   *
   * @param after the id of the last event that is known; null to begin with what comes next
   * @throws LarderException if the daemon cannot be reached, or refuses
   */
  static <E> Watch<E> open(
      Calls calls, ClientOptions client, String path, Class<E> type, @Nullable String after) {
    Request request = Request.get(path).withHeader("Accept", MediaTypes.EVENTS);
    Watch<E> watch = new Watch<>(calls, client, request, type, after);
    try {
      watch.connect(Deadline.afterMs(client.timeoutMs()));
      return watch;
    } catch (IOException e) {
      throw calls.told(e);
    }
  }

  /**
   * Waits for the next event.
   *
   * @throws LarderException.Unreachable if the stream broke, and no daemon was to be had for {@link
   *     ClientOptions#timeoutMs}
   * @throws LarderException.Refused if the daemon does not take it any more
   * @throws LarderException.Interrupted if the thread was interrupted
   * @throws LarderException.ConnectionLost if this, or the client, was closed
   */
  public E next() {
    try {
      while (true) {
        EventReader.Event event = read();
        if (event != null) {
          lastId = event.id() == null ? lastId : event.id();
          return calls.message(event.data(), type);
        }
        reconnect();
      }
    } catch (IOException e) {
      throw calls.told(e);
    }
  }

  /** Null if the stream broke or ended. */
  private EventReader.@Nullable Event read() throws IOException {
    try {
      return reader == null ? null : reader.next();
    } catch (EOFException | SocketTimeoutException e) {
      return null;
    } catch (IOException e) {
      if (isClosed() || !Calls.isLoss(e)) {
        throw e;
      }
      return null;
    }
  }

  private void reconnect() throws IOException {
    disconnect();
    Deadline until = Deadline.afterMs(client.timeoutMs());
    var backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    while (true) {
      try {
        connect(until);
        return;
      } catch (ClosedChannelException e) {
        throw e; // this client was closed, or the thread interrupted
      } catch (IOException e) {
        if (until.passed() || isClosed()) {
          throw e;
        }
        // The daemon is being started again, perhaps; it has as long as any request.
        backoff.pause(until);
      }
    }
  }

  private void connect(Deadline until) throws IOException {
    Request resumed = lastId == null ? request : request.withHeader("Last-Event-ID", lastId);
    Response opened = calls.stream(resumed, until, Patience.eachMs(SILENCE_MS));
    synchronized (this) {
      if (!closed) {
        response = opened;
        reader = new EventReader(opened.body());
        return;
      }
    }
    opened.close();
    throw new ClosedChannelException();
  }

  private void disconnect() throws IOException {
    Response last;
    synchronized (this) {
      last = response;
      response = null;
      reader = null;
    }
    if (last != null) {
      last.close();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Ends the stream, also under a call of {@link #next}. Closing again does nothing. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    try {
      disconnect();
    } catch (IOException e) {
      throw calls.told(e);
    }
  }
}
