package dev.larder.server.publish;

import dev.larder.protocol.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What became of a version that somebody waited for.
 *
 * @param version the version that was attempted: the one waited for, or a newer one
 * @param problem why a target does not hold it; null if all do
 */
public record PublishedState(long version, Problem.@Nullable PublishFailed problem) {}
