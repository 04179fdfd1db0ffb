package dev.larder.client;

import dev.larder.client.http.Deadline;
import dev.larder.client.http.Request;
import dev.larder.protocol.Paths;
import dev.larder.protocol.ProblemKind;
import dev.larder.protocol.ReleaseAnswer;
import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceResult;
import org.jspecify.annotations.Nullable;

/** The calls on one key of a workspace but for the build itself. Any thread may call it. */
final class KeyCalls {
  /** One request waits so long at most: longer silence is taken for a dead connection somewhere. */
  private static final long ONE_WAIT_MS = 30_000;

  private final Calls calls;
  private final WorkspaceId id;

  KeyCalls(Calls calls, WorkspaceId id) {
    this.calls = calls;
    this.id = id;
  }

  WorkspaceResult result() {
    return calls.message(Request.get(Paths.result(id)), WorkspaceResult.class);
  }

  /** See {@link Larder#forget} and {@link Larder#forgetPinned}. */
  void forget(boolean force) {
    calls.call(
        Request.change("DELETE", Paths.result(id) + (force ? "?force=true" : "")),
        response -> response.body().readAllBytes());
  }

  ReleaseAnswer release() {
    return calls.message(Request.change("DELETE", Paths.lease(id)), ReleaseAnswer.class);
  }

  /** See {@link Larder#await}. */
  WorkspaceResult await(long waitMs) {
    Deadline until = Deadline.afterMs(waitMs);
    for (; ; ) {
      WorkspaceResult seen = awaitOnce(Math.min(ONE_WAIT_MS, until.remainingMs()));
      if (seen != null && seen.state() == WorkspaceResult.State.READY) {
        return seen;
      }
      if (seen != null && seen.problem() != null) {
        throw new LarderException.BuildFailed(seen.problem());
      }
      if (until.passed()) {
        throw new LarderException.TimedOut(
            id
                + (seen == null ? " was built by nobody in " : " was not there after ")
                + waitMs
                + " ms.",
            null);
      }
    }
  }

  /** Returns null if nobody builds it. */
  private @Nullable WorkspaceResult awaitOnce(long waitMs) {
    Request request = Request.get(Paths.result(id) + "?wait=" + Math.max(1, waitMs) + "ms");
    try {
      return calls.callWaiting(
          request,
          waitMs,
          response -> calls.message(response.body().readAllBytes(), WorkspaceResult.class));
    } catch (LarderException.Refused e) {
      if (e.is(ProblemKind.NOT_FOUND)) {
        return null;
      }
      throw e;
    }
  }
}
