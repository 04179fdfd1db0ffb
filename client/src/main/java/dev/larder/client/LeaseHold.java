package dev.larder.client;

import dev.larder.client.http.Backoff;
import dev.larder.client.http.Deadline;
import dev.larder.client.http.Request;
import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.BuildProgress;
import dev.larder.protocol.CommitAnswer;
import dev.larder.protocol.FailRequest;
import dev.larder.protocol.IdempotencyKey;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Messages;
import dev.larder.protocol.Paths;
import dev.larder.protocol.ProblemKind;
import dev.larder.protocol.WorkspaceId;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A lease in this client's hands: the build function runs, then the lease is committed or failed.
 */
final class LeaseHold {
  /**
   * A commit forces and digests the whole result before it is answered, hence takes longer than
   * other requests may.
   */
  private static final long COMMIT_MS = 600_000;

  private static final long MS_PER_S = 1000;
  private static final int MAX_COMMITS = 5;
  private static final long FIRST_PAUSE_MS = 50;
  private static final long LONGEST_PAUSE_MS = 500;

  private final Calls calls;
  private final ClientOptions client;
  private final BuildEvent.Granted granted;
  private final LeaseWatch watch;
  private final @Nullable Path output;
  private final @Nullable Delivery delivery;
  private final ProgressReport report;
  private final long retryAfterMs;
  private @Nullable Throwable dropped;

  LeaseHold(
      Calls calls,
      ClientOptions client,
      WorkspaceId id,
      BuildOptions options,
      BuildEvent.Granted granted,
      BuildStream stream,
      @Nullable Delivery delivery) {
    this.calls = calls;
    this.client = client;
    this.granted = granted;
    this.output = options.output();
    this.delivery = delivery;
    this.retryAfterMs = options.retryAfterMs();
    this.report = new ProgressReport(calls, granted.token());
    this.watch = new LeaseWatch(calls, client, id, options, granted.token(), stream);
  }

  /**
   * Runs the function and commits what it made.
   *
   * @return null if the lease was lost, so that somebody has to ask again
   * @throws E what the function threw
   */
  <E extends Exception> @Nullable BuildResult build(BuildFunction<E> function) throws E {
    watch.start();
    StagedContent content = staged();
    try {
      return build(function, content);
    } finally {
      content.remove();
    }
  }

  private StagedContent staged() {
    try {
      return StagedContent.of(granted, delivery);
    } catch (RuntimeException e) {
      watch.end();
      throw e;
    }
  }

  private <E extends Exception> @Nullable BuildResult build(
      BuildFunction<E> function, StagedContent content) throws E {
    boolean committed = false;
    try {
      try {
        run(function, content);
      } catch (Throwable failure) {
        if (isMoot(failure)) {
          dropped = failure;
          return null;
        }
        tellFailure(failure);
        throw failure;
      }
      CommitAnswer answer = commit(content);
      if (answer == null) {
        return null;
      }
      Path path = content.deliver(answer);
      committed = true;
      return new BuildResult(
          path, answer.digest(), answer.bytes(), false, true, false, watch.pin());
    } finally {
      if (!committed) {
        watch.end();
      }
    }
  }

  private <E extends Exception> void run(BuildFunction<E> function, StagedContent content)
      throws E {
    try {
      function.build(new Place(granted, watch, report, content, output));
    } finally {
      report.end();
      watch.forgetActions();
    }
  }

  /**
   * Whether the lease was lost, so that the failure is nobody's any more: the work was ended
   * because of that, or its staging vanished under it. While a lease is being resumed that is still
   * open.
   */
  private boolean isMoot(Throwable failure) {
    boolean asksForAnEnd =
        failure instanceof Error
            || failure instanceof InterruptedException
            || failure instanceof LarderException.Interrupted;
    if (asksForAnEnd) {
      return false;
    }
    try {
      return watch.awaitHeld() == LeaseWatch.LOST;
    } catch (LarderException.Interrupted e) {
      failure.addSuppressed(e);
      return false;
    }
  }

  /** Whether the lease was lost because the function took longer than it may. */
  boolean isOverdue() {
    return watch.isOverdue();
  }

  /** What the function threw when its lease was lost; null if it did not. */
  @Nullable Throwable dropped() {
    return dropped;
  }

  /** Returns null if the lease was lost. */
  private @Nullable CommitAnswer commit(StagedContent content) {
    // Not repeated by itself: with its stream back, the lease keeps the result from eviction.
    Request request =
        Request.change("POST", Paths.commit(granted.token()))
            .withHeader(IdempotencyKey.HEADER, RandomKey.make().header());
    var backoff = new Backoff(FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    boolean full = false;
    for (int tries = 1; ; tries++) {
      int resumes = watch.awaitHeld();
      if (resumes == LeaseWatch.LOST) {
        return tries == 1 ? null : committedBefore(request);
      }
      try {
        content.handOver(calls, granted.token(), answerMs());
        return send(request);
      } catch (LarderException.Refused e) {
        if (e.is(ProblemKind.STORAGE_FULL) && !full) {
          full = true; // the daemon has made room, if there was something to evict
          continue;
        }
        if (!e.is(ProblemKind.LEASE_LOST)) {
          tellFailure(e);
          throw e;
        }
        // A restarted daemon may have had the commit before it had the stream again.
        if (watch.awaitHeld() == resumes || tries == MAX_COMMITS) {
          watch.awaitLost();
          return null;
        }
      } catch (LarderException.ConnectionLost | LarderException.Unreachable e) {
        if (tries == MAX_COMMITS) {
          throw e;
        }
        // The daemon is gone, and the stream with it; the watch sees that and resumes the lease.
        pause(backoff);
      }
    }
  }

  /** The lease is gone, perhaps because the daemon committed it and could not say so any more. */
  private @Nullable CommitAnswer committedBefore(Request request) {
    try {
      return send(request.asRepeatable());
    } catch (LarderException.Refused e) {
      return null;
    }
  }

  private CommitAnswer send(Request request) {
    return calls.call(
        request,
        answerMs(),
        response -> calls.message(response.body().readAllBytes(), CommitAnswer.class));
  }

  private long answerMs() {
    return Math.max(COMMIT_MS, client.timeoutMs());
  }

  private void pause(Backoff backoff) {
    try {
      backoff.pause(Deadline.NEVER);
    } catch (IOException e) {
      throw calls.told(e);
    }
  }

  /** Tells everyone who waits; that it could not be told is noted on the failure. */
  private void tellFailure(Throwable failure) {
    String message = failure.getMessage();
    Integer exitCode = failure instanceof BuildExitException exit ? exit.exitCode() : null;
    String output = failure instanceof BuildExitException exit ? exit.output() : null;
    var told =
        new FailRequest(
            message == null ? failure.toString() : message,
            exitCode,
            output,
            Math.toIntExact(retryAfterMs / MS_PER_S));
    Request request =
        Request.once("POST", Paths.fail(granted.token()), RandomKey.make())
            .withBody(MediaTypes.JSON, Messages.write(told));
    // An interrupt is often why it failed; it must not keep the others from being told.
    boolean interrupted = Thread.interrupted();
    try {
      calls.call(request, response -> response.body().readAllBytes());
    } catch (LarderException e) {
      failure.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private record Place(
      BuildEvent.Granted granted,
      LeaseWatch watch,
      ProgressReport report,
      StagedContent staged,
      @Nullable Path output)
      implements Staging {
    @Override
    public Path content() {
      return staged.content();
    }

    @Override
    public Path folder() {
      return staged.folder();
    }

    @Override
    public Path finalContent() {
      return output == null ? Build.seen(granted.finalPath()) : output;
    }

    @Override
    public long fence() {
      return granted.fence();
    }

    @Override
    public String token() {
      return granted.token();
    }

    @Override
    public void progress(@Nullable String line, @Nullable Integer percent) {
      report.say(new BuildProgress(line, percent));
    }

    @Override
    public void onLost(Runnable action) {
      watch.onLost(action);
    }
  }
}
