package dev.larder.docker;

import dev.larder.client.ClientOptions;
import dev.larder.client.Larder;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A temporary folder of this machine that a daemon's container has as its volume. */
record SharedFolder(Path path) implements AutoCloseable {
  static SharedFolder create() throws IOException {
    return new SharedFolder(Files.createTempDirectory("larder-docker-").toRealPath());
  }

  /** Who runs this test: the daemon has to be the same, since it serves its own user alone. */
  String owner() {
    try {
      return Files.getAttribute(path, "unix:uid") + ":" + Files.getAttribute(path, "unix:gid");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Path root() {
    return path.resolve("root");
  }

  /** The file in which a document is published. */
  Path published(String doc) {
    return root().resolve("stats").resolve(doc + ".json");
  }

  /** The Java library on this side of the container's wall. */
  Larder client() {
    long longestMs = Patience.LONGEST.toMillis();
    return Larder.open(
        ClientOptions.defaults()
            .withRoot(root())
            .withAutostart(false)
            .withTimeoutMs(longestMs)
            .withConnectTimeoutMs(longestMs));
  }

  @Override
  public void close() throws IOException {
    Files.walkFileTree(path, new Removal());
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
