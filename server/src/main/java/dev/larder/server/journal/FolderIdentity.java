package dev.larder.server.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which folder lay at a path at first. Somebody may move or remove a root while its daemon runs,
 * and another daemon may start at the old place: what the first one then made by its path would
 * damage the second one's files. Immutable; any thread.
 *
 * @param key device and inode, where the system has them
 */
record FolderIdentity(Path path, @Nullable Object key) {
  /** That of the folder which is there now. */
  static FolderIdentity of(Path path) throws IOException {
    return new FolderIdentity(path, keyOf(path));
  }

  /**
   * To be asked before a file is made there.
   *
   * @throws IOException if it is another folder now, or none
   */
  void check() throws IOException {
    boolean same;
    try {
      same = Objects.equals(keyOf(path), key);
    } catch (NoSuchFileException e) {
      same = false;
    }
    if (!same) {
      throw new IOException("'" + path + "' was moved or removed while its daemon ran");
    }
  }

  private static @Nullable Object keyOf(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }
}
