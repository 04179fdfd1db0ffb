package dev.larder.server.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Makes the names in a folder durable.
 *
 * <p>Forcing a file does not force the entry that leads to it: "Calling fsync() does not
 * necessarily ensure that the entry in the directory containing the file has also reached disk. For
 * that an explicit fsync() on a file descriptor for the directory is also needed" (fsync(2)). So a
 * file that was created, renamed or deleted is so after a crash only if its folder was forced.
 *
 * <p>Safe for any thread.
 */
public final class ForcedFolder {
  private ForcedFolder() {}

  /**
   * Forces a folder: creations, renames and deletions in it before this call survive a crash.
   *
   * @throws IOException if the folder cannot be opened or forced; never try again then
   */
  public static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      Force.all(channel, folder);
    }
  }

  /**
   * Creates a folder with its parents, each durable in its parent. Does nothing to those there.
   *
   * @throws IOException if one cannot be created or forced
   */
  public static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      create(parent);
    }
    Files.createDirectories(folder);
    if (parent != null) {
      force(parent);
    }
  }
}
