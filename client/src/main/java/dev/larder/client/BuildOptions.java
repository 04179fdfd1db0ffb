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
 * @param onWaiting told about once a second who builds while this client waits; runs in the calling
 *     thread
 * @param waitMs longest wait for the result or the lease, in milliseconds; {@link #NO_LIMIT} for
 *     none. The time that the build function itself takes is not bounded
 * @param output where to put a copy of the result, in place of what is there; null to use it where
 *     it lies, which only a client that shares the daemon's file system can
 */
public record BuildOptions(
    Builder builder, Consumer<BuildEvent.Waiting> onWaiting, long waitMs, @Nullable Path output) {
  /** No bound on the wait. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  /** This process as the builder, nobody told, no bound. */
  public static BuildOptions defaults() {
    return new BuildOptions(ThisProcess.asBuilder(), waiting -> {}, NO_LIMIT, null);
  }

  /** Shows that builder to those who wait. */
  public BuildOptions withBuilder(Builder newBuilder) {
    return new BuildOptions(newBuilder, onWaiting, waitMs, output);
  }

  /** Tells the listener who builds while this client waits. */
  public BuildOptions withOnWaiting(Consumer<BuildEvent.Waiting> listener) {
    return new BuildOptions(builder, listener, waitMs, output);
  }

  /** Bounds the wait. */
  public BuildOptions withWaitMs(long newWaitMs) {
    return new BuildOptions(builder, onWaiting, newWaitMs, output);
  }

  /** Puts a copy of the result there. */
  public BuildOptions withOutput(Path newOutput) {
    return new BuildOptions(builder, onWaiting, waitMs, newOutput.toAbsolutePath());
  }
}
