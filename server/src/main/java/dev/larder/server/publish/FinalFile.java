package dev.larder.server.publish;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Finds the file at the end of a chain of symbolic links: what a write through them would reach.
 */
final class FinalFile {
  /** As many as the kernel follows: path_resolution(7), "the maximum number … is 40". */
  private static final int MAX_LINKS = 40;

  private FinalFile() {}

  /**
   * The regular file that the target stands for, or the place where it would be made.
   *
   * @throws IOException if the chain has no end, or something else than a regular file at its end
   */
  static Path of(Path target) throws IOException {
    Path path = target;
    for (int links = 0; links <= MAX_LINKS; links++) {
      BasicFileAttributes attributes;
      try {
        attributes =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      } catch (NoSuchFileException e) {
        return path;
      }
      if (!attributes.isSymbolicLink()) {
        return checkRegular(path, attributes);
      }
      // Not normalised: ".." behind a link to a folder is the parent of the folder it leads to.
      path = folderOf(path).resolve(Files.readSymbolicLink(path));
    }
    throw new FileSystemLoopException(target.toString());
  }

  static Path folderOf(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder == null) {
      throw new FileSystemException(file.toString(), null, "is not in a folder");
    }
    return folder;
  }

  private static Path checkRegular(Path path, BasicFileAttributes attributes) throws IOException {
    if (attributes.isDirectory()) {
      throw new FileSystemException(path.toString(), null, "is a folder, not a file");
    }
    if (!attributes.isRegularFile()) {
      throw new FileSystemException(
          path.toString(), null, "is not a regular file, but a pipe, a socket or a device");
    }
    return path;
  }
}
