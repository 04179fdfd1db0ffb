package dev.larder.server.engine;

/**
 * A write that is durable.
 *
 * @param created whether the document came to be by it
 */
public record Written(long version, long entries, long bytes, boolean created) {}
