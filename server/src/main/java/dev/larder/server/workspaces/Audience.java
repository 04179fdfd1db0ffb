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
   * The permission bits of what a group shares of a result. They say no more than what is
   * executable, so that a digest, which they are part of, does not depend on a builder's umask; and
   * nobody but the daemon may write, since a result does not change.
   */
  static int resultMode(boolean executable) {
    return executable ? 0750 : 0640;
  }

  private static void chmod(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode);
  }
}
