package dev.larder.server.publish;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one file of a document stands. Immutable; any thread.
 *
 * @param path the target, as the edition named it
 * @param version the newest version that the file holds; 0 before the first
 * @param problem why the last attempt failed, one sentence for a person; null if it did not
 * @param since when the first of the failed attempts in a row was; null if the last did not fail
 */
public record TargetState(
    Path path, long version, @Nullable String problem, @Nullable Instant since) {}
