package dev.larder.server.engine;

import java.nio.file.Path;

/**
 * The content of a ready result.
 *
 * @param path a file or a folder that does not change
 * @param digest {@code sha256:} and 64 hexadecimal digits
 * @param bytes the length of the file, or of all the folder's files together
 */
public record ReadyContent(Path path, String digest, long bytes, boolean folder) {}
