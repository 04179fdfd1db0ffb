package dev.larder.client;

import dev.larder.client.http.Backoff;
import dev.larder.client.http.BadAnswerException;
import dev.larder.client.http.ConnectionPool;
import dev.larder.client.http.Deadline;
import dev.larder.client.http.NotSentException;
import dev.larder.client.http.Patience;
import dev.larder.client.http.Request;
import dev.larder.client.http.Response;
import dev.larder.client.start.DaemonFinder;
import dev.larder.client.start.Launch;
import dev.larder.client.start.NoDaemonException;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Messages;
import dev.larder.protocol.Paths;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.ProblemKind;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import tools.jackson.core.JacksonException;

/**
 * Requests and their answers: checks who answers, repeats what is safe to repeat, and turns what
 * goes wrong into a {@link LarderException}. Any thread may call it.
 */
final class Calls implements Closeable {
  /** Every answer of a daemon's carries it, with {@link Paths#PROTOCOL} of that daemon. */
  static final String PROTOCOL_HEADER = "Larder-Protocol";

  /** So many broken connections in a row, and the daemon is given up. */
  private static final int MAX_LOSSES = 5;

  private static final long FIRST_PAUSE_MS = 5;
  private static final long LONGEST_PAUSE_MS = 500;

  /** Before a request that was put off without Retry-After is sent again. */
  private static final long PUT_OFF_MS = 250;

  private final DaemonFinder finder;
  private final ConnectionPool pool;
  private final long timeoutMs;
  private final String where;

  Calls(ClientOptions options) {
    this.timeoutMs = options.timeoutMs();
    this.where =
        options.endpoint() == null ? options.root().toString() : options.endpoint().toString();
    Launch launch =
        options.autostart() ? new Launch(options.launcher(), options.startTimeoutMs()) : null;
    this.finder =
        new DaemonFinder(options.root(), options.endpoint(), launch, options.connectTimeoutMs());
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

  /** The same, with another bound on the wait for the answer. */
  <T> T call(Request request, long answerMs, Reading<T> reading) {
    Deadline deadline = Deadline.afterMs(answerMs);
    Patience forBody = Patience.eachMs(timeoutMs);
    try {
      return repeat(
          request,
          deadline,
          () -> {
            try (Response response = accepted(pool.exchange(request, deadline, forBody))) {
              return reading.read(response);
            }
          });
    } catch (IOException e) {
      throw told(e);
    }
  }

  /** Sends a request whose answer is a message. */
  <T> T message(Request request, Class<T> type) {
    return call(request, response -> message(response.body().readAllBytes(), type));
  }

  /**
   * Sends a request whose answer is a stream, which the caller closes.
   *
   * @throws IOException what {@link #told} understands
   */
  Response stream(Request request, Deadline deadline, Patience forBody) throws IOException {
    return repeat(request, deadline, () -> accepted(pool.stream(request, deadline, forBody)));
  }

  /** Reads a message of the daemon's. */
  <T> T message(byte[] json, Class<T> type) {
    try {
      return Messages.readAnswer(json, type);
    } catch (JacksonException e) {
      throw new LarderException.WrongProtocol(
          "The daemon of " + where + " sent a " + type.getSimpleName() + " that cannot be read.",
          e);
    }
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
    for (int losses = 0; ; ) {
      try {
        return attempt.make();
      } catch (PutOffException e) {
        if (deadline.remainingMs() <= e.retryAfterMs) {
          throw new LarderException.Refused(e.problem);
        }
        deadline.pauseMs(e.retryAfterMs);
      } catch (IOException e) {
        boolean safe = e instanceof NotSentException || request.repeatable();
        if (!safe || !isLoss(e) || ++losses == MAX_LOSSES) {
          throw e;
        }
        backoff.pause(deadline);
      }
    }
  }

  /** Whether it is a connection that broke, so that another one may fare better. */
  static boolean isLoss(IOException e) {
    return !(e instanceof SocketTimeoutException
        || e instanceof ClosedChannelException
        || e instanceof NoDaemonException
        || e instanceof BadAnswerException);
  }

  /** Returns the answer if it is a good one, and closes it if not. */
  private Response accepted(Response response) throws IOException {
    boolean good = false;
    try {
      checkProtocol(response);
      good = response.status() < 400;
      if (good) {
        return response;
      }
      ProblemDetails problem = problem(response);
      if (problem.is(ProblemKind.STOPPING) || problem.is(ProblemKind.OVERLOADED)) {
        throw new PutOffException(problem, retryAfterMs(response));
      }
      throw new LarderException.Refused(problem);
    } finally {
      if (!good) {
        response.close();
      }
    }
  }

  private void checkProtocol(Response response) {
    String theirs = response.header(PROTOCOL_HEADER);
    if (theirs == null) {
      throw new LarderException.WrongProtocol(
          "What answers for "
              + where
              + " is no Larder daemon, or one older than any that this client knows. Check the"
              + " endpoint.",
          null);
    }
    if (!theirs.equals(Integer.toString(Paths.PROTOCOL))) {
      throw new LarderException.WrongProtocol(
          "The daemon of "
              + where
              + " speaks version "
              + theirs
              + " of the protocol, and this client version "
              + Paths.PROTOCOL
              + ". Use the client of the daemon's release, or stop the daemon with it; the next call"
              + " then starts one of this release.",
          null);
    }
  }

  private ProblemDetails problem(Response response) throws IOException {
    byte[] body = response.body().readAllBytes();
    String type = response.header("Content-Type");
    if (type != null && type.startsWith(MediaTypes.PROBLEM)) {
      return message(body, ProblemDetails.class);
    }
    String title = "HTTP status " + response.status();
    return new ProblemDetails(
        "about:blank", title, response.status(), "The answer was " + title + ".", null, Map.of());
  }

  private static long retryAfterMs(Response response) {
    String seconds = response.header("Retry-After");
    try {
      return seconds == null ? PUT_OFF_MS : Math.max(0, 1000 * (long) Integer.parseInt(seconds));
    } catch (NumberFormatException e) {
      return PUT_OFF_MS; // A date, which the contract does not use.
    }
  }

  /** The same for people: what happened, and what to do. */
  LarderException told(IOException e) {
    if (e instanceof NoDaemonException absence) {
      return new LarderException.Unreachable(
          String.valueOf(absence.getMessage()), absence.isAbsent(), e);
    } else if (e instanceof SocketTimeoutException) {
      return new LarderException.TimedOut(
          "The daemon of " + where + " did not answer in time: " + e.getMessage(), e);
    } else if (e instanceof ClosedByInterruptException) {
      return new LarderException.Interrupted("Interrupted while waiting for " + where, e);
    } else if (e instanceof BadAnswerException) {
      return new LarderException.WrongProtocol(
          "What answers for " + where + " is no Larder daemon. " + e.getMessage(), e);
    } else if (e instanceof NotSentException) {
      return new LarderException.Unreachable(
          "The daemon of " + where + " closes every connection at once; its larder.log says why.",
          false,
          e);
    } else if (e instanceof ClosedChannelException) {
      return new LarderException.ConnectionLost("This client was closed.", e);
    }
    return new LarderException.ConnectionLost(
        "The connection to the daemon of "
            + where
            + " broke before the answer was whole ("
            + e.getMessage()
            + "). If it was a write, it may have been done or not: look, or send it again.",
        e);
  }

  /** Closes the connections. */
  @Override
  public void close() throws IOException {
    pool.close();
  }

  /** Refused for now, and nothing was changed. */
  private static final class PutOffException extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient ProblemDetails problem;
    private final long retryAfterMs;

    PutOffException(ProblemDetails problem, long retryAfterMs) {
      super(problem.sentence());
      this.problem = problem;
      this.retryAfterMs = retryAfterMs;
    }
  }
}
