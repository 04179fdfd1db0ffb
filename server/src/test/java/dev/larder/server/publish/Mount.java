package dev.larder.server.publish;

import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A file system of its own, in memory, at a folder. */
record Mount(Path folder) implements AutoCloseable {
  static Mount tmpfs(Path folder, String options) throws IOException, InterruptedException {
    Shell.run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
    return new Mount(folder);
  }

  void remount(String options) throws IOException, InterruptedException {
    Shell.run("mount", "-o", "remount," + options, folder.toString());
  }

  @Override
  public void close() {
    try {
      // Lazily, since the publisher may have the folder open at this moment.
      Shell.run("umount", "--lazy", folder.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
