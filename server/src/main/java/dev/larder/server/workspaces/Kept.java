package dev.larder.server.workspaces;

/**
 * A ready result, and when it was last used.
 *
 * @param usedMs in milliseconds since 1970-01-01 UTC
 */
public record Kept(Result result, long usedMs) {}
