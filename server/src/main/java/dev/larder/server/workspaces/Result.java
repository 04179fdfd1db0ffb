package dev.larder.server.workspaces;

import dev.larder.protocol.Builder;
import dev.larder.protocol.WorkspaceId;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A ready result: whole, on disk, and never changed again.
 *
 * @param path where the file or folder lies; absolute
 * @param digest {@code sha256:} and 64 hexadecimal digits; of a folder, of its canonical listing
 *     (see the package's page)
 * @param bytes the length of the file, or of all the folder's files together
 * @param folder whether it is a folder
 * @param created when its commit was asked for, in whole milliseconds
 * @param buildMs from the grant of the lease to its commit
 * @param builder who built it
 * @param fence the fencing number of the lease under which it was built
 */
public record Result(
    WorkspaceId id,
    Path path,
    String digest,
    long bytes,
    boolean folder,
    Instant created,
    long buildMs,
    Builder builder,
    long fence) {}
