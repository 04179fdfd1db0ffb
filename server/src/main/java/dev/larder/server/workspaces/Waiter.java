package dev.larder.server.workspaces;

import dev.larder.protocol.Builder;

/**
 * One build request on one open stream: it waits, or it holds the lease.
 *
 * @param id names the stream; never used twice while the daemon runs
 * @param builder who builds if this request is granted, for people to read
 */
public record Waiter(long id, Builder builder) {}
