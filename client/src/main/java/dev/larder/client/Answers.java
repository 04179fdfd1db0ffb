package dev.larder.client;

import dev.larder.client.http.Response;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Messages;
import dev.larder.protocol.Paths;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.util.Map;
import tools.jackson.core.JacksonException;

/** Tells good answers from bad ones, and reads what they say. Any thread may call it. */
final class Answers {
  /** Before a request that was put off without Retry-After is sent again. */
  private static final long PUT_OFF_MS = 250;

  private final String where;

  /**
   * Answers of one daemon.
   *
   * @param where its root or endpoint, for people
   */
  Answers(String where) {
    this.where = where;
  }

  /**
   * Returns the answer if it is a good one, and closes it if not.
   *
   * @throws PutOffException if the daemon has done nothing and will later
   * @throws LarderException.Refused if it refused
   * @throws LarderException.WrongProtocol if it is no daemon that this client understands
   */
  Response accepted(Response response) throws IOException {
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
    String theirs = response.header(Paths.PROTOCOL_HEADER);
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

  /** Refused for now, and nothing was changed. */
  static final class PutOffException extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient ProblemDetails problem;
    private final long retryAfterMs;

    PutOffException(ProblemDetails problem, long retryAfterMs) {
      super(problem.sentence());
      this.problem = problem;
      this.retryAfterMs = retryAfterMs;
    }

    ProblemDetails problem() {
      return problem;
    }

    long retryAfterMs() {
      return retryAfterMs;
    }
  }
}
