package dev.larder.client.start;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to start a root's daemon: of all clients, one at a time. The operating system takes it
 * back when its holder dies.
 */
final class StartingLock implements Closeable {
  /**
   * The locks that this JVM holds. The system's locks belong to the whole process: a second thread
   * would be refused by an exception, and by closing its channel would drop the first one's lock
   * (fcntl_locking(2), "The record locks described above are associated with the process").
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private StartingLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes it, or returns null if somebody else has it. The file's folder must be there. */
  static @Nullable StartingLock tryTake(Path lockFile) throws IOException {
    Path file = lockFile.resolveSibling(".").toRealPath().resolve(lockFile.getFileName());
    if (!HELD_HERE.add(file)) {
      return null;
    }
    boolean taken = false;
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      taken = lock != null;
      return taken ? new StartingLock(file, channel) : null;
    } finally {
      if (!taken) {
        if (channel != null) {
          channel.close();
        }
        HELD_HERE.remove(file);
      }
    }
  }

  /** Gives it back. The file stays: to remove it would let two clients lock two files. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD_HERE.remove(file);
    }
  }
}
