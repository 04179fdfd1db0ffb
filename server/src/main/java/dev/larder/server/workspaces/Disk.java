package dev.larder.server.workspaces;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the store needs to know of disks. Any thread. */
final class Disk {
  /** Less than this and nothing of use can be written: a block for a name, and one for its file. */
  private static final long FULL_BELOW_BYTES = 8192;

  private Disk() {}

  /** Makes the names in a folder survive a crash (fsync(2): a file's force does not do that). */
  static void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      force(channel, folder);
    }
  }

  /**
   * Makes a file's content survive a crash, or a folder's names.
   *
   * @throws IOException if the system reports any failure; never a full disk for {@link #isFull}.
   *     What was written may be lost then although it can be read, and a second force may well
   *     report success (Rebello et al., USENIX ATC 2020): it has to be written anew
   */
  static void force(FileChannel channel, Path path) throws IOException {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw new UnforcedException(path, e);
    }
  }

  private static final class UnforcedException extends IOException {
    private static final long serialVersionUID = 1L;

    UnforcedException(Path path, IOException cause) {
      super("The system could not force " + path + " to disk", cause);
    }
  }

  /**
   * Whether an operation failed for want of space or quota. The JDK hands on no errno, only its
   * text, and that in the language of the locale; so the disk is asked as well.
   */
  static boolean isFull(IOException e, Path at) {
    if (e instanceof UnforcedException) {
      return false;
    }
    String message = String.valueOf(e.getMessage());
    if (message.contains("No space left on device") || message.contains("quota exceeded")) {
      return true;
    }
    try {
      return Files.getFileStore(at).getUsableSpace() < FULL_BELOW_BYTES;
    } catch (IOException unknown) {
      e.addSuppressed(unknown);
      return false;
    }
  }
}
