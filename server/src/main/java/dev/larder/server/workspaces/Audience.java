package dev.larder.server.workspaces;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who may build in staging and read results. Immutable; any thread.
 *
 * <p>Modes are set after the making, since the umask takes bits of what is asked for at the making.
 * The set-group-ID bit lets everything below a folder belong to the folder's group: inode(7).
 */
public enum Audience {
  /** The daemon's user alone, as far as the folders of the root do not say otherwise. */
  OWNER(0700, 0700),
  /** The members of the root's group too: they read results, and build in their leases' staging. */
  GROUP(02770, 02750);

  private static final int PERMISSIONS = 0777;
  private static final int READ = 0444;
  private static final int EXECUTE = 0111;
  private static final int FOREIGN_WRITE = 0022;
  private static final int OWNER_WRITE = 0200;
  private static final int OWNER_AND_GROUP = 0770;

  private final int stagingMode;
  private final int folderMode;

  Audience(int stagingMode, int folderMode) {
    this.stagingMode = stagingMode;
    this.folderMode = folderMode;
  }

  /** Opens a lease's staging, which was made for the owner, to its builder. */
  void openStaging(Path folder) throws IOException {
    if (this != OWNER) {
      chmod(folder, stagingMode);
    }
  }

  /** Closes a lease's staging to everybody but the daemon: what is in it is being committed. */
  void closeStaging(Path folder) throws IOException {
    if (this != OWNER) {
      chmod(folder, OWNER.stagingMode);
    }
  }

  /** Opens a workspace's folder to those who read its results; the owner's stay as they are. */
  void openFolder(Path folder) throws IOException {
    if (this != OWNER) {
      chmod(folder, folderMode);
    }
  }

  /**
   * The permission bits of a result's file or folder: readable, and executable where anybody could,
   * for owner and group; never writable for others than the owner, since a result does not change.
   */
  static int resultMode(int mode, boolean folder) {
    int executable = folder || (mode & EXECUTE) != 0 ? EXECUTE : 0;
    int shared = (READ | executable) & OWNER_AND_GROUP;
    return ((mode & PERMISSIONS & ~FOREIGN_WRITE) | shared | OWNER_WRITE);
  }

  private static void chmod(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode);
  }
}
