package dev.larder.client;

import dev.larder.client.http.BadAnswerException;
import dev.larder.client.http.CredentialsException;
import dev.larder.client.http.NotSentException;
import dev.larder.client.start.NoDaemonException;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What a call of {@link Larder} ends with when it does not end well. The message is made for a
 * person: what happened, and what to do.
 */
public abstract sealed class LarderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private LarderException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * What went wrong below, for people.
   *
   * @param where the daemon's root or endpoint
   */
  static LarderException of(IOException e, String where) {
    if (e instanceof NoDaemonException absence) {
      return new Unreachable(String.valueOf(absence.getMessage()), absence.isAbsent(), e);
    } else if (e instanceof SocketTimeoutException) {
      return new TimedOut(
          "The daemon of " + where + " did not answer in time: " + e.getMessage(), e);
    } else if (e instanceof ClosedByInterruptException) {
      return new Interrupted("Interrupted while waiting for " + where, e);
    } else if (e instanceof BadAnswerException) {
      return new WrongProtocol(
          "What answers for " + where + " is no Larder daemon. " + e.getMessage(), e);
    } else if (e instanceof NotSentException) {
      return new Unreachable(
          "The daemon of " + where + " closes every connection at once; its larder.log says why.",
          false,
          e);
    } else if (e instanceof CredentialsException) {
      return new Unreachable(String.valueOf(e.getMessage()) + ".", false, e);
    } else if (e instanceof SSLException) {
      return new Unreachable(
          "TLS with the daemon of "
              + where
              + " failed: "
              + e.getMessage()
              + ". Check the certificates at both ends: the client trusts LARDER_CACERT, and shows"
              + " LARDER_CLIENT_CERT; the daemon's log names its own reason.",
          false,
          e);
    } else if (e instanceof ClosedChannelException) {
      return new ConnectionLost("This client was closed.", e);
    }
    return new ConnectionLost(
        "The connection to the daemon of "
            + where
            + " broke before the answer was whole ("
            + e.getMessage()
            + "). If it was a write, it may have been done or not: look, or send it again.",
        e);
  }

  /** The daemon answered, and refused: nothing was changed, unless the problem says otherwise. */
  public static final class Refused extends LarderException {
    private static final long serialVersionUID = 1L;
    private final transient ProblemDetails problem;

    Refused(ProblemDetails problem) {
      super(problem.sentence(), null);
      this.problem = problem;
    }

    /** What happened, to which thing, and what to do (RFC 9457). */
    public ProblemDetails problem() {
      return problem;
    }

    /** The HTTP status of the answer. */
    public int status() {
      return problem.status();
    }

    /** Whether it is a problem of that kind, such as {@link ProblemKind#NOT_FOUND}. */
    public boolean is(ProblemKind kind) {
      return problem.is(kind);
    }
  }

  /** The build that was waited for failed, in another client. */
  public static final class BuildFailed extends LarderException {
    private static final long serialVersionUID = 1L;
    private final transient ProblemDetails problem;

    BuildFailed(ProblemDetails problem) {
      super(problem.sentence(), null);
      this.problem = problem;
    }

    /** What its builder said of it. */
    public ProblemDetails problem() {
      return problem;
    }
  }

  /** No daemon answers, and none could be started. Nothing was sent. */
  public static final class Unreachable extends LarderException {
    private static final long serialVersionUID = 1L;

    private final boolean absent;

    Unreachable(String message, boolean absent, @Nullable Throwable cause) {
      super(message, cause);
      this.absent = absent;
    }

    /** Whether there simply is no daemon, and none was to be started. */
    public boolean isAbsent() {
      return absent;
    }
  }

  /**
   * The daemon's answer did not come in time. Whether a write was done is not known; a merge with
   * the same entries may be sent again.
   */
  public static final class TimedOut extends LarderException {
    private static final long serialVersionUID = 1L;

    TimedOut(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The connection broke after the request was sent and before its answer was whole: the daemon was
   * killed, most likely. Whether a write was done is not known.
   */
  public static final class ConnectionLost extends LarderException {
    private static final long serialVersionUID = 1L;

    ConnectionLost(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** Who answers speaks another version of the protocol, or is no Larder daemon at all. */
  public static final class WrongProtocol extends LarderException {
    private static final long serialVersionUID = 1L;

    WrongProtocol(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The calling thread was interrupted while it waited; its interrupt status is set again. */
  public static final class Interrupted extends LarderException {
    private static final long serialVersionUID = 1L;

    Interrupted(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
