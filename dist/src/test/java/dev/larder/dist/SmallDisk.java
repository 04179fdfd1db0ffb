package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A root on a file system of 8 MiB of its own, which can be filled up. */
final class SmallDisk implements Closeable {
  private final TestRoot root;
  private final Path disk;

  private SmallDisk(TestRoot root, Path disk) {
    this.root = root;
    this.disk = disk;
  }

  /** Mounts it; skips the test where that may not be done. */
  static SmallDisk mount() throws IOException, InterruptedException {
    TestRoot root = TestRoot.named("disk/root");
    Path disk = Files.createDirectory(root.beside("disk"));
    boolean mounted =
        root.shell("mount -t tmpfs -o size=8m tmpfs \"$1\"", "" + disk).run().exitCode() == 0;
    if (!mounted) {
      root.close();
    }
    Needs.that(mounted, "file systems cannot be mounted here");
    return new SmallDisk(root, disk);
  }

  TestRoot root() {
    return root;
  }

  /** Takes all space that is left. */
  void fill() throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler())) {
      for (; ; ) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  /** Gives back what {@link #fill} took. */
  void free() throws IOException {
    Files.delete(filler());
  }

  private Path filler() {
    return disk.resolve("filler");
  }

  @Override
  public void close() throws IOException {
    // A process that was killed has no name any more before it has closed its files.
    Patience.until("nobody uses the disk any more")
        .until(
            () -> {
              root.endProcesses();
              return root.shell("umount \"$1\"", "" + disk).run().exitCode() == 0;
            });
    root.close();
  }
}
