package dev.larder.server.workspaces;

import dev.larder.protocol.Builder;
import org.jspecify.annotations.Nullable;

/**
 * One build request on one open stream: it waits, or it holds the lease.
 *
 * @param id names the stream; never used twice while the daemon runs
 * @param builder who builds if this request is granted, for people to read
 * @param deadlineMs how long it may build if it is granted, in milliseconds; null where it did not
 *     say
 * @param within the token of the lease that it builds under and asks on behalf of, as it says
 *     itself; null for none
 */
public record Waiter(long id, Builder builder, @Nullable Long deadlineMs, @Nullable String within) {
  /** A request of nobody's build, without a deadline. */
  public Waiter(long id, Builder builder) {
    this(id, builder, null, null);
  }
}
