package dev.larder.client;

import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.Builder;
import java.util.function.Consumer;

/**
 * How a build is asked for.
 *
 * @param builder who asks, shown to those who wait
 * @param onWaiting told about once a second who builds while this client waits; runs in the calling
 *     thread
 * @param waitMs longest wait for the result or the lease, in milliseconds; {@link #NO_LIMIT} for
 *     none. The time that the build function itself takes is not bounded
 */
public record BuildOptions(Builder builder, Consumer<BuildEvent.Waiting> onWaiting, long waitMs) {
  /** No bound on the wait. */
  public static final long NO_LIMIT = Long.MAX_VALUE;

  /** This process as the builder, nobody told, no bound. */
  public static BuildOptions defaults() {
    return new BuildOptions(ThisProcess.asBuilder(), waiting -> {}, NO_LIMIT);
  }

  /** Shows that builder to those who wait. */
  public BuildOptions withBuilder(Builder newBuilder) {
    return new BuildOptions(newBuilder, onWaiting, waitMs);
  }

  /** Tells the listener who builds while this client waits. */
  public BuildOptions withOnWaiting(Consumer<BuildEvent.Waiting> listener) {
    return new BuildOptions(builder, listener, waitMs);
  }

  /** Bounds the wait. */
  public BuildOptions withWaitMs(long newWaitMs) {
    return new BuildOptions(builder, onWaiting, newWaitMs);
  }
}
