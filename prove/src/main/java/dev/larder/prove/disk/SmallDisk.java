package dev.larder.prove.disk;

import dev.larder.testbed.Patience;
import dev.larder.testbed.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system of its own, which can be filled up. */
final class SmallDisk implements AutoCloseable {
  private static final int BLOCK_BYTES = 4096;

  private final Path disk;

  private SmallDisk(Path disk) {
    this.disk = disk;
  }

  /**
   * Mounts 8 MiB of memory.
   *
   * @throws IOException if that may not be done here
   */
  static SmallDisk tmpfs(Path folder) throws IOException, InterruptedException {
    Path disk = Files.createDirectories(folder.resolve("tmpfs"));
    Shell.run("mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "tmpfs", disk.toString());
    return new SmallDisk(disk);
  }

  /**
   * Mounts a file as an ext4 of 16 MiB: with a journal of its own, blocks kept for root, and room
   * that is only found at the time of writing.
   *
   * @throws IOException if that may not be done here
   */
  static SmallDisk ext4(Path folder) throws IOException, InterruptedException {
    Path image = folder.resolve("ext4.image");
    Path disk = Files.createDirectories(folder.resolve("ext4"));
    Shell.run("truncate", "-s", "16M", image.toString());
    Shell.run("mkfs.ext4", "-q", "-F", image.toString());
    Shell.run("mount", "-o", "loop", image.toString(), disk.toString());
    return new SmallDisk(disk);
  }

  /**
   * The root is all of it, so that what the daemon says, which goes beside the root, has room on
   * another disk.
   */
  Path root() {
    return disk;
  }

  /** Takes all space that is left, to the last byte. */
  void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(filler())) {
      fill(out, BLOCK_BYTES);
      fill(out, 1);
    }
  }

  private static void fill(OutputStream out, int bytes) throws IOException {
    byte[] block = new byte[bytes];
    try {
      for (; ; ) {
        out.write(block);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }

  /** Gives back what {@link #fill} took. */
  void free() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return disk.resolve("filler");
  }

  @Override
  public void close() {
    // A process that was killed has no name any more before it has closed its files.
    Patience.until("nobody uses the disk any more")
        .ignoreExceptions()
        .until(() -> Shell.run("umount", disk.toString()) != null);
  }
}
