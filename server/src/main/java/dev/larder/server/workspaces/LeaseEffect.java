package dev.larder.server.workspaces;

import dev.larder.protocol.Builder;
import dev.larder.protocol.Problem;
import dev.larder.protocol.WorkspaceId;

/**
 * What {@link LeaseMachine} wants done, to be performed in the order given. Of each waiter, {@link
 * Ready} and {@link Fail} are the last effect: its stream ends with them, and it need not be
 * reported as {@linkplain LeaseMachine#left left} (though it may be).
 */
public sealed interface LeaseEffect {
  /**
   * Ask the lease table for a lease on this key, in the name of {@code by.builder()}. Answered by
   * {@link LeaseMachine#taken} or {@link LeaseMachine#takeFailed}, exactly once.
   */
  record Take(WorkspaceId id, Waiter by) implements LeaseEffect {}

  /** This request builds from now on; its open stream is the lease. */
  record Grant(Waiter to, Lease lease) implements LeaseEffect {}

  /**
   * This request waits for that builder; sent again when the builder changes.
   *
   * @param sinceMs when the builder began, in milliseconds since 1970-01-01 UTC
   */
  record Wait(Waiter who, Builder builder, long sinceMs) implements LeaseEffect {}

  /**
   * This request waits in the queue of builds that may not begin yet; sent again when its place
   * changes.
   *
   * @param place from 1
   * @param sinceMs when the build was queued, in milliseconds since 1970-01-01 UTC
   */
  record Queue(Waiter who, int place, long sinceMs) implements LeaseEffect {}

  /**
   * The result is there. Also told to the stream of the builder that committed it.
   *
   * @param cached true where it was there before the request
   */
  record Ready(Waiter to, Result result, boolean cached) implements LeaseEffect {}

  /** This request cannot be met. Also told to the stream of the builder that reported a failure. */
  record Fail(Waiter to, Problem problem) implements LeaseEffect {}

  /**
   * The lease ended, however it did: tell the lease table, and remove what is left of its staging.
   */
  record GiveBack(Lease lease) implements LeaseEffect {}

  /**
   * Start the commit in the store. Answered by {@link LeaseMachine#committed} or {@link
   * LeaseMachine#commitFailed}, exactly once.
   */
  record Commit(Lease lease) implements LeaseEffect {}

  /**
   * Answer to all who asked for this token's commit: it is done.
   *
   * @param fence the lease's; the result bears another where one was there before, and stays
   */
  record Committed(String token, long fence, Result result) implements LeaseEffect {}

  /** Answer to all who asked for this token's commit: it is not done. */
  record CommitRefused(String token, Problem problem) implements LeaseEffect {}

  /** Answer to the one who reported this token's build as failed: all who wait are told. */
  record FailAccepted(String token) implements LeaseEffect {}

  /** Answer to the one who reported this token's build as failed: nothing was changed. */
  record FailRefused(String token, Problem problem) implements LeaseEffect {}
}
