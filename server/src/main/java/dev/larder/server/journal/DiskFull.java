package dev.larder.server.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells a full disk from a broken one.
 *
 * <p>Java gives no errno: an {@link IOException} carries only the system's words for it, and those
 * in the language of the daemon's locale. So the two known English texts are matched, and where
 * they do not match, the file system is asked how much room it has left.
 *
 * <p>Safe for any thread.
 */
public final class DiskFull {
  private static final String NO_SPACE = "No space left on device"; // ENOSPC
  private static final String NO_QUOTA = "Disk quota exceeded"; // EDQUOT

  private DiskFull() {}

  /**
   * Whether a write failed because there is no room.
   *
   * @param failure of a write or of a creation; a failed force is never a full disk, since nobody
   *     knows what it lost
   * @param place an existing path on the file system in question
   * @param wantedBytes how much was to be written
   */
  public static boolean caused(IOException failure, Path place, long wantedBytes) {
    if (failure instanceof ForceFailedException) {
      return false;
    }
    String words = String.valueOf(failure.getMessage());
    return words.contains(NO_SPACE) || words.contains(NO_QUOTA) || usable(place) < wantedBytes;
  }

  private static long usable(Path place) {
    try {
      return Files.getFileStore(place).getUsableSpace();
    } catch (IOException e) {
      // Whoever cannot even be asked is broken, not full.
      return Long.MAX_VALUE;
    }
  }
}
