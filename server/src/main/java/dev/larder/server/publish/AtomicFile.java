package dev.larder.server.publish;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file that is replaced as a whole: whoever opens it finds the old content or the new one,
 * complete.
 *
 * @param target an absolute path
 */
public record AtomicFile(Path target) {
  /**
   * Replaces the file, or makes it.
   *
   * @param buffer carries the bytes; a direct one of some 100 KiB is best
   */
  public void replace(@Nullable FileMode mode, Content content, ByteBuffer buffer)
      throws IOException {
    throw new IOException("not yet");
  }

  /** Removes the file; one that is not there is fine. */
  public void remove() throws IOException {
    throw new IOException("not yet");
  }

  /**
   * Removes temporary files that a crash in {@link #replace} left beside this target, and no
   * others.
   *
   * @return how many
   */
  public int sweep() throws IOException {
    throw new IOException("not yet");
  }
}
