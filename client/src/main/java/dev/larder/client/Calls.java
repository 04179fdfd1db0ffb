package dev.larder.client;

import dev.larder.client.http.Backoff;
import dev.larder.client.http.BadAnswerException;
import dev.larder.client.http.ConnectionPool;
import dev.larder.client.http.CredentialsException;
import dev.larder.client.http.Deadline;
import dev.larder.client.http.Endpoint;
import dev.larder.client.http.NotSentException;
import dev.larder.client.http.Patience;
import dev.larder.client.http.Request;
import dev.larder.client.http.Response;
import dev.larder.client.start.DaemonFinder;
import dev.larder.client.start.Launch;
import dev.larder.client.start.NoDaemonException;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;

/**
 * Requests and their answers: repeats what is safe to repeat, and turns what goes wrong into a
 * {@link LarderException}. Any thread may call it.
 */
final class Calls implements Closeable {
  /**
   * So many broken connections in a row, and the daemon is given up; that of a request which is
   * done once, only if nothing of it could be sent.
   */
  private static final int MAX_LOSSES = 5;

  private static final long FIRST_PAUSE_MS = 5;
  private static final long LONGEST_PAUSE_MS = 500;

  private final DaemonFinder finder;
  private final ConnectionPool pool;
  private final long timeoutMs;
  private final Credentials credentials;
  private final String where;
  private final Answers answers;

  Calls(ClientOptions options) {
    this.timeoutMs = options.timeoutMs();
    // Whoever reaches a Unix-domain socket is known by its user.
    this.credentials =
        options.endpoint() instanceof Endpoint.Tcp ? options.credentials() : Credentials.NONE;
    this.where =
        options.endpoint() == null ? options.root().toString() : options.endpoint().toString();
    this.answers = new Answers(where);
    Launch launch =
        options.autostart() ? new Launch(options.launcher(), options.startTimeoutMs()) : null;
    this.finder =
        new DaemonFinder(
            options.root(),
            options.endpoint(),
            credentials.trust(),
            launch,
            options.connectTimeoutMs());
    this.pool = new ConnectionPool(finder);
  }

  /** Makes something of a good answer. */
  @FunctionalInterface
  interface Reading<T> {
    T read(Response response) throws IOException;
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T make() throws IOException;
  }

  /** Sends a request and reads its answer. */
  <T> T call(Request request, Reading<T> reading) {
    return call(request, timeoutMs, reading);
  }

  /** The same for a request that the daemon itself may let wait for so long. */
  <T> T callWaiting(Request request, long waitMs, Reading<T> reading) {
    return call(request, waitMs + timeoutMs, reading);
  }

  /** The same, with another bound on the wait for the answer. */
  <T> T call(Request request, long answerMs, Reading<T> reading) {
    Deadline deadline = Deadline.afterMs(answerMs);
    Patience forBody = Patience.eachMs(timeoutMs);
    try {
      return repeat(
          request,
          deadline,
          () -> {
            try (Response response =
                answers.accepted(pool.exchange(authorized(request), deadline, forBody))) {
              return reading.read(response);
            }
          });
    } catch (IOException e) {
      throw told(e);
    }
  }

  /** Sends a request whose answer is a message. */
  <T> T message(Request request, Class<T> type) {
    return call(request, response -> answers.message(response.body().readAllBytes(), type));
  }

  /**
   * Sends a request whose answer is a stream, which the caller closes.
   *
   * @throws IOException what {@link #told} understands
   */
  Response stream(Request request, Deadline deadline, Patience forBody) throws IOException {
    return repeat(
        request,
        deadline,
        () -> answers.accepted(pool.stream(authorized(request), deadline, forBody)));
  }

  private Request authorized(Request request) throws IOException {
    String authorization = credentials.authorization();
    return authorization == null ? request : request.withHeader("Authorization", authorization);
  }

  /** Reads a message of the daemon's. */
  <T> T message(byte[] json, Class<T> type) {
    return answers.message(json, type);
  }

  /**
   * Whether a daemon can be connected to.
   *
   * @throws LarderException.Unreachable if that cannot be found out
   */
  boolean isAnybodyThere() {
    try {
      finder.connect(Deadline.afterMs(timeoutMs)).close();
      return true;
    } catch (NoDaemonException e) {
      if (e.isAbsent()) {
        return false;
      }
      throw told(e);
    } catch (IOException e) {
      throw told(e);
    }
  }

  private <T> T repeat(Request request, Deadline deadline, Attempt<T> attempt) throws IOException {
    var backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    IOException lost = null;
    for (int losses = 0; ; ) {
      try {
        return attempt.make();
      } catch (Answers.PutOffException e) {
        if (deadline.remainingMs() <= e.retryAfterMs()) {
          throw new LarderException.Refused(e.problem());
        }
        lost = e; // the next daemon may not be there yet
        deadline.pauseMs(e.retryAfterMs());
      } catch (IOException e) {
        boolean unsent = e instanceof NotSentException;
        losses += unsent || !request.isOnce() ? 1 : 0;
        boolean passes = isLoss(e) || (lost != null && request.isOnce() && isAbsence(e));
        boolean safe = unsent || request.repeatable();
        if (!passes || !safe || losses == MAX_LOSSES) {
          if (lost != null) {
            e.addSuppressed(lost);
          }
          throw e;
        }
        lost = e;
        pause(backoff, deadline, e);
      }
    }
  }

  /**
   * Pauses before another try; if there is no time for one, what went wrong says more than that.
   */
  private static void pause(Backoff backoff, Deadline deadline, IOException failure)
      throws IOException {
    try {
      backoff.pause(deadline);
    } catch (SocketTimeoutException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  /** Whether there is no daemon: after one that broke off, perhaps no longer than it restarts. */
  private static boolean isAbsence(IOException e) {
    return e instanceof NoDaemonException absence && absence.isAbsent();
  }

  /** Whether it is a connection that broke, so that another one may fare better. */
  static boolean isLoss(IOException e) {
    return !(e instanceof SocketTimeoutException
        || e instanceof SSLException
        || e instanceof CredentialsException
        || e instanceof ClosedChannelException
        || e instanceof NoDaemonException
        || e instanceof BadAnswerException);
  }

  /** The same for people. */
  LarderException told(IOException e) {
    return LarderException.of(e, where);
  }

  /** Closes the connections. */
  @Override
  public void close() throws IOException {
    pool.close();
  }
}
