package dev.larder.client;

import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.Builder;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a build is asked for.
 *
 * @param builder who asks, shown to those who wait
 * @param onWaiting told about once a second who builds while this client waits, or that the build
 *     is queued; runs in the calling thread
 * @param waitMs longest wait for the result or the lease, in milliseconds; {@link #NO_LIMIT} for
 *     none. The time that the build function itself takes is not bounded by it
 * @param output where to put a copy of the result, in place of what is there; null to use it where
 *     it lies, which only a client that shares the daemon's file system can
 * @param deadlineMs how long the build function may take, in milliseconds, 1 ms to 30 days: then
 *     the daemon takes the lease away. {@link #NO_LIMIT} for what the workspace's settings say
 * @param within the token of the lease within whose build this one is asked for, so that rings of
 *     builds are found; null for none
 * @param takesStale whether an older result of the workspace will do while somebody builds the key
 * @param retryAfterMs how long a failure of the build function is told to all who ask, in
 *     milliseconds, up to a day, in whole seconds; 0 to let the next one try again at once
 */
public record BuildOptions(
    Builder builder,
    Consumer<BuildEvent.Waiting> onWaiting,
    long waitMs,
    @Nullable Path output,
    long deadlineMs,
    @Nullable String within,
    boolean takesStale,
    long retryAfterMs) {
  /** No bound on the wait. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  /** The environment variable that names the lease within whose build a process runs. */
  public static final String LEASE_VARIABLE = "LARDER_LEASE";

  /**
   * This process as the builder, within the build that the environment names ({@value
   * #LEASE_VARIABLE}); nobody told, no bound.
   */
  public static BuildOptions defaults() {
    return new BuildOptions(
        ThisProcess.asBuilder(),
        waiting -> {},
        NO_LIMIT,
        null,
        NO_LIMIT,
        System.getenv(LEASE_VARIABLE),
        false,
        0);
  }

  /** Shows that builder to those who wait. */
  public BuildOptions withBuilder(Builder newBuilder) {
    return new BuildOptions(
        newBuilder, onWaiting, waitMs, output, deadlineMs, within, takesStale, retryAfterMs);
  }

  /** Tells the listener who builds while this client waits. */
  public BuildOptions withOnWaiting(Consumer<BuildEvent.Waiting> listener) {
    return new BuildOptions(
        builder, listener, waitMs, output, deadlineMs, within, takesStale, retryAfterMs);
  }

  /** Bounds the wait. */
  public BuildOptions withWaitMs(long newWaitMs) {
    return new BuildOptions(
        builder, onWaiting, newWaitMs, output, deadlineMs, within, takesStale, retryAfterMs);
  }

  /** Puts a copy of the result there. */
  public BuildOptions withOutput(Path newOutput) {
    return new BuildOptions(
        builder,
        onWaiting,
        waitMs,
        newOutput.toAbsolutePath(),
        deadlineMs,
        within,
        takesStale,
        retryAfterMs);
  }

  /** Bounds the build itself. */
  public BuildOptions withDeadlineMs(long newDeadlineMs) {
    return new BuildOptions(
        builder, onWaiting, waitMs, output, newDeadlineMs, within, takesStale, retryAfterMs);
  }

  /** Says that it is asked for within the build of that lease ({@link Staging#token}). */
  public BuildOptions withinLease(String token) {
    return new BuildOptions(
        builder, onWaiting, waitMs, output, deadlineMs, token, takesStale, retryAfterMs);
  }

  /** Takes an older result of the workspace while somebody builds the key. */
  public BuildOptions withStale() {
    return new BuildOptions(
        builder, onWaiting, waitMs, output, deadlineMs, within, true, retryAfterMs);
  }

  /** Has a failure told for so long to all who ask. */
  public BuildOptions withRetryAfterMs(long newRetryAfterMs) {
    return new BuildOptions(
        builder, onWaiting, waitMs, output, deadlineMs, within, takesStale, newRetryAfterMs);
  }
}
