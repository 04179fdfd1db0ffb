package dev.larder.client.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The temporary folder of one run of the demo. When it is closed, or the process is told to end,
 * every process that works in it ends and the folder is removed.
 */
final class DemoFolder implements AutoCloseable {
  private final Path path;
  private final Thread hook = new Thread(this::end, "larder-demo-cleanup");

  /** Guarded by this. */
  private boolean ending;

  private DemoFolder(Path path) {
    this.path = path;
  }

  static DemoFolder create() throws IOException {
    // Real, since processes are found by it: /tmp may be a link.
    var folder = new DemoFolder(Files.createTempDirectory("larder-demo-").toRealPath());
    Runtime.getRuntime().addShutdownHook(folder.hook);
    return folder;
  }

  /** The folder itself, which is every process's working folder. */
  Path path() {
    return path;
  }

  /** The shared file of the part without Larder. */
  Path sharedFile() {
    return path.resolve("timings.json");
  }

  /** The result of the part without Larder. */
  Path sharedResult() {
    return path.resolve("result");
  }

  /** Gets a line for each build begun without Larder. */
  Path buildsWithout() {
    return path.resolve("builds-without");
  }

  /** Gets a line for each build begun by the daemon's leave. */
  Path buildsWith() {
    return path.resolve("builds-with");
  }

  /** The daemon's root. */
  Path root() {
    return path.resolve("root");
  }

  /** The file in which the daemon publishes the document of that name. */
  Path published(String doc) {
    return root().resolve("stats").resolve(doc + ".json");
  }

  /**
   * Starts a process that works in the folder. It is known by its arguments or its environment when
   * this returns, so that none is missed when all of them are ended.
   */
  synchronized Process start(ProcessBuilder builder) throws IOException {
    if (ending) {
      waitForTheEnd();
    }
    builder.directory(path.toFile()).environment().put("LARDER_ROOT", root().toString());
    return builder.start();
  }

  /**
   * Ends what works in the folder and removes it. Where the process is told to end, the hook does
   * that, and this never returns: what fails now fails because of it, and is nobody's concern.
   */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      waitForTheEnd();
    }
    remove();
  }

  private void end() {
    synchronized (this) {
      ending = true;
    }
    remove();
  }

  private static void waitForTheEnd() {
    while (true) {
      LockSupport.park();
    }
  }

  private void remove() {
    new Leftovers(path).end();
    try {
      Files.walkFileTree(path, new Removal());
    } catch (NoSuchFileException e) {
      // Removed already.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException error)
        throws IOException {
      if (error != null) {
        throw error;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
