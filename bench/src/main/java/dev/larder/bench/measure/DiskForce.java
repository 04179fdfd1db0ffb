package dev.larder.bench.measure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** What durability costs at least: a write at the end of a file, and fdatasync(2). */
public final class DiskForce {
  /** As one merge of one entry takes in the journal, about. */
  private static final int BYTES = 256;

  private DiskForce() {}

  /** Writes and forces, one after the other, for so long. */
  public static Latency measure(Path folder, Duration time) throws IOException {
    Latency latency = new Latency();
    Path file = folder.resolve("force");
    ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long until = System.nanoTime() + time.toNanos();
      for (long now = System.nanoTime(); now - until < 0; now = System.nanoTime()) {
        bytes.clear();
        channel.write(bytes);
        channel.force(false);
        latency.record(System.nanoTime() - now);
      }
    }
    Files.delete(file);
    return latency;
  }

  /** Forces a file, or the names in a folder: fsync(2). */
  public static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
