package dev.larder.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The body of a build request; every member may be missing.
 *
 * @param builder who asks, shown to those who wait if it becomes the builder
 * @param resume the token of a lease whose stream was cut by a restart of the daemon
 * @param deadlineMs how long the build may take if this request is granted, from the grant on, in
 *     milliseconds; 1 to {@link #MOST_DEADLINE_MS}. Null for what the workspace's settings say
 * @param pin true: the stream stays open after {@code ready}, and the result is pinned while it
 *     does
 */
public record BuildRequest(
    @Nullable Builder builder,
    @Nullable String resume,
    @Nullable Long deadlineMs,
    @Nullable Boolean pin) {
  /** The longest deadline: 30 days. */
  public static final long MOST_DEADLINE_MS = 2_592_000_000L;

  /** Whether the stream is to stay open as a pin. */
  public boolean pins() {
    return pin != null && pin;
  }
}
