package dev.larder.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The body of a build request; every member may be missing.
 *
 * @param builder who asks, shown to those who wait if it becomes the builder
 * @param resume the token of a lease whose stream was cut by a restart of the daemon
 * @param pin true: the stream stays open after {@code ready}, and the result is pinned while it
 *     does
 */
public record BuildRequest(
    @Nullable Builder builder, @Nullable String resume, @Nullable Boolean pin) {
  /** Whether the stream is to stay open as a pin. */
  public boolean pins() {
    return pin != null && pin;
  }
}
