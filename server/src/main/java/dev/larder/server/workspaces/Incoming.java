package dev.larder.server.workspaces;

import java.io.InputStream;

/**
 * A content on its way here, from a builder that does not share the file system.
 *
 * @param bytes a file's bytes, or a tar archive; read on the thread that receives it
 * @param folder whether it is an archive
 * @param mode a file's permission bits
 * @param maxBytes most bytes of a file, or of all the archive's files
 * @param maxEntries most folders, files and links of an archive
 */
public record Incoming(
    InputStream bytes, boolean folder, int mode, long maxBytes, int maxEntries) {}
