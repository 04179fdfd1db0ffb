package dev.larder.server.workspaces;

import dev.larder.protocol.Builder;
import dev.larder.protocol.Problem;
import dev.larder.protocol.WorkspaceId;
import org.jspecify.annotations.Nullable;

/** How a key stands with the lease machine, for listings. */
public sealed interface KeyView {
  /** Milliseconds of a second. */
  long MS_PER_S = 1000;

  WorkspaceId id();

  /**
   * Being built, or about to be.
   *
   * @param builder who builds; null in the moment before a lease is granted
   * @param sinceMs since when, in milliseconds since 1970-01-01 UTC
   * @param waiters how many requests wait, without the one that builds
   */
  record Building(WorkspaceId id, @Nullable Builder builder, long sinceMs, int waiters)
      implements KeyView {}

  /**
   * Asked for, and not begun, since as many builds run as may.
   *
   * @param sinceMs since when, in milliseconds since 1970-01-01 UTC
   * @param waiters how many requests wait
   */
  record Queued(WorkspaceId id, long sinceMs, int waiters) implements KeyView {}

  /**
   * The last build failed, and requests get the same answer for some time.
   *
   * @param untilMs when the next request may try again, in milliseconds since 1970-01-01 UTC
   */
  record Failed(WorkspaceId id, Builder builder, Problem.BuildFailed problem, long untilMs)
      implements KeyView {
    /** The problem as it is told at that time. */
    Problem.BuildFailed problemAt(long nowMs) {
      return problem.retriedAfter((untilMs - nowMs + MS_PER_S - 1) / MS_PER_S);
    }
  }
}
