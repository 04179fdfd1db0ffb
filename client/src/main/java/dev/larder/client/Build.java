package dev.larder.client;

import dev.larder.client.http.Backoff;
import dev.larder.client.http.Deadline;
import dev.larder.client.http.Endpoint;
import dev.larder.client.http.Patience;
import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.Problem;
import dev.larder.protocol.ProblemDetails;
import dev.larder.protocol.ProblemKind;
import dev.larder.protocol.WorkspaceId;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@link Larder#build}: asks, waits, builds if it must. Runs in the caller's thread.
 */
final class Build {
  /** So many leases lost one after the other, and something takes them away on purpose. */
  private static final int MAX_LEASES = 5;

  /** So many streams broken in a row without an event, and the daemon is given up. */
  private static final int MAX_LOSSES = 5;

  private static final long FIRST_PAUSE_MS = 20;
  private static final long LONGEST_PAUSE_MS = 1_000;

  private final Calls calls;
  private final ClientOptions client;
  private final WorkspaceId id;
  private final BuildOptions options;

  /** Null where the result is used where it lies. */
  private final @Nullable Delivery delivery;

  Build(Calls calls, ClientOptions client, WorkspaceId id, BuildOptions options) {
    this.calls = calls;
    this.client = client;
    this.id = id;
    this.options = options;
    Path output = options.output();
    this.delivery = output == null ? null : new Delivery(calls, id, output);
    if (output == null && client.endpoint() instanceof Endpoint.Tcp) {
      throw new IllegalArgumentException(
          "A result that comes by TCP needs an output: BuildOptions.withOutput");
    }
  }

  <E extends Exception> BuildResult run(BuildFunction<E> function) throws E {
    String token = "";
    Throwable dropped = null;
    for (int leases = 0; leases < MAX_LEASES; leases++) {
      Answer answer = ask(dropped);
      if (answer.event instanceof BuildEvent.Ready ready) {
        Path path = delivery == null ? seen(ready.path()) : fetched(ready, answer.stream);
        if (path == null) {
          continue; // it was damaged, and is to be built anew
        }
        return new BuildResult(
            path,
            ready.digest(),
            ready.bytes(),
            ready.cached(),
            false,
            ready.stale(),
            answer.stream);
      }
      if (answer.event instanceof BuildEvent.Granted granted) {
        token = granted.token();
        LeaseHold hold =
            new LeaseHold(calls, client, id, options, granted, answer.stream, delivery);
        BuildResult built = hold.build(function);
        if (built != null) {
          return built;
        }
        dropped = hold.dropped();
        if (hold.isOverdue()) {
          // Whoever waited builds now; to build again here would take as long again.
          throw overdue(dropped);
        }
      }
    }
    throw new LarderException.Refused(ProblemDetails.of(new Problem.LeaseLost(token)));
  }

  private LarderException overdue(@Nullable Throwable dropped) {
    return new LarderException.TimedOut(
        "The build of " + id + " took longer than its deadline, so its lease was taken away.",
        dropped);
  }

  /** Returns null if the daemon dropped the result while it was fetched. */
  private @Nullable Path fetched(BuildEvent.Ready ready, BuildStream pin) {
    boolean fetched = false;
    try {
      Path output = Objects.requireNonNull(delivery).fetch(ready.content(), ready.digest());
      fetched = true;
      return output;
    } catch (LarderException.Refused e) {
      if (e.is(ProblemKind.NOT_FOUND)) {
        return null;
      }
      throw e;
    } finally {
      if (!fetched) {
        close(pin);
      }
    }
  }

  private void close(BuildStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      throw calls.told(e);
    }
  }

  /** A path that the daemon tells those who share its file system. */
  static Path seen(@Nullable String path) {
    if (path == null) {
      throw new IllegalStateException("The daemon tells no path: it is reached by TCP");
    }
    return Path.of(path);
  }

  /** What ended the wait: a result or a lease, and the stream that keeps it. */
  private record Answer(BuildEvent event, BuildStream stream) {}

  /**
   * Asks until there is a result or a lease.
   *
   * @param dropped what the function threw before, for whoever wonders why it was asked again
   */
  private Answer ask(@Nullable Throwable dropped) {
    try {
      return ask();
    } catch (LarderException e) {
      if (dropped != null) {
        e.addSuppressed(dropped);
      }
      throw e;
    }
  }

  private Answer ask() {
    Deadline until = Deadline.afterMs(options.waitMs());
    var backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    var progress = new Progress();
    try {
      for (; ; ) {
        try {
          Answer answer = askOnce(until, progress);
          if (answer != null) {
            return answer;
          }
        } catch (IOException e) {
          // The daemon is gone, and with it this client's place among those who wait; nothing was
          // granted that a new request would not be.
          if (!Calls.isLoss(e) || ++progress.losses == MAX_LOSSES) {
            throw e;
          }
        }
        backoff.pause(until);
      }
    } catch (SocketTimeoutException e) {
      if (!until.passed()) {
        throw calls.told(e);
      }
      throw new LarderException.TimedOut(
          id + " was not there after " + options.waitMs() + " ms; somebody else builds it.", e);
    } catch (IOException e) {
      throw calls.told(e);
    }
  }

  private static final class Progress {
    int losses;
  }

  /** Returns null if the daemon puts the request off. */
  private @Nullable Answer askOnce(Deadline until, Progress progress) throws IOException {
    // The daemon speaks at least once a second while it makes this client wait.
    var patience = new Patience(until, client.timeoutMs());
    BuildStream stream =
        BuildStream.open(calls, id, options, null, until.orAfterMs(client.timeoutMs()));
    boolean kept = false;
    try {
      for (; ; ) {
        BuildEvent event = stream.next(patience);
        progress.losses = 0;
        if (event instanceof BuildEvent.Waiting waiting) {
          options.onWaiting().accept(waiting);
        } else if (event instanceof BuildEvent.Failed failed) {
          if (isPutOff(failed.problem())) {
            return null;
          }
          throw refusal(failed.problem());
        } else {
          kept = true;
          return new Answer(event, stream);
        }
      }
    } finally {
      if (!kept) {
        stream.close();
      }
    }
  }

  /** Whether the daemon has done nothing, and another request may fare better. */
  static boolean isPutOff(ProblemDetails problem) {
    return problem.is(ProblemKind.STOPPING) || problem.is(ProblemKind.OVERLOADED);
  }

  private static LarderException refusal(ProblemDetails problem) {
    return problem.is(ProblemKind.BUILD_FAILED)
        ? new LarderException.BuildFailed(problem)
        : new LarderException.Refused(problem);
  }
}
