package dev.larder.server.publish;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that is replaced as a whole: whoever opens it, also after a loss of power, finds the old
 * content or the new one, complete. The page of this package gives the steps, their order and why.
 *
 * <p>A symbolic link at the target stays: the file at the end of its chain is replaced, or made
 * where the chain leads to nothing. Other hard links of a replaced file keep the old content; its
 * access control lists and extended attributes are not carried over.
 *
 * <p>One thread at a time for one target.
 *
 * @param target an absolute path
 * @param usualMode the mode of a new file for which none is said; null for 0666 less the umask
 */
public record AtomicFile(Path target, @Nullable FileMode usualMode) {
  /**
   * Checks the path.
   *
   * @throws IllegalArgumentException if it is not absolute
   */
  public AtomicFile {
    if (!target.isAbsolute()) {
      throw new IllegalArgumentException("not an absolute path: " + target);
    }
  }

  /** A file that is made with the mode of any other new file. */
  AtomicFile(Path target) {
    this(target, null);
  }

  /**
   * Replaces the file, or makes it where there is none; the folder must be there.
   *
   * @param mode the file's new mode; null keeps that of the file that is replaced, and gives a new
   *     one the usual one. Owner and group are kept as far as this process may
   * @param content asked until its end; what it throws ends the attempt
   * @param buffer carries the bytes; a direct one saves a copy
   * @throws IOException if the target is a folder, a device or the like, if its links run in a
   *     circle, or if the file system refuses a step. The old file is then untouched, unless it was
   *     the force of the folder that failed: then either of both may be there after a loss of power
   */
  public void replace(@Nullable FileMode mode, Content content, ByteBuffer buffer)
      throws IOException {
    Path file = FinalFile.of(target);
    Access.Owner replaced = Access.Owner.of(file);
    Access access = new Access(mode == null && replaced == null ? usualMode : mode, replaced);
    Path temporary = TemporaryName.beside(file);
    try {
      try (FileChannel channel = access.create(temporary)) {
        write(content, buffer, channel);
        access.set(temporary);
        channel.force(true);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException | Error e) {
      discard(temporary, e);
      throw e;
    }
    forceFolderOf(file);
  }

  /**
   * Removes the file at the end of the target's links; one that is not there is fine. The links
   * stay.
   *
   * @throws IOException as {@link #replace}
   */
  public void remove() throws IOException {
    Path file = FinalFile.of(target);
    if (Files.deleteIfExists(file)) {
      forceFolderOf(file);
    }
  }

  private static void write(Content content, ByteBuffer buffer, FileChannel channel)
      throws IOException {
    while (content.read(buffer.clear())) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  private static void discard(Path temporary, Throwable reason) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  // fsync(2): "Calling fsync() does not necessarily ensure that the entry in the directory
  // containing the file has also reached disk. For that an explicit fsync() on a file descriptor
  // for the directory is also needed."
  private static void forceFolderOf(Path file) throws IOException {
    try (FileChannel folder = FileChannel.open(FinalFile.folderOf(file), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
