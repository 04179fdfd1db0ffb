package dev.larder.server.journal;

import java.nio.file.Path;

/**
 * The rest of a batch that was being written when the daemon or the machine died. It was never
 * answered, and the next start cuts it off.
 *
 * @param offset where it begins in the file, in bytes
 * @param bytes how much is behind that place
 * @param reason why it is not whole, for people
 */
public record TornTail(Path file, long offset, long bytes, String reason) {}
