package dev.larder.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A ready result. It is pinned, so that it is not evicted, until it is closed: keep it open while
 * the path is in use. A pin ends with the daemon too; one by name ({@link Larder#pin}) does not.
 * Any thread may call it.
 */
public final class BuildResult implements AutoCloseable {
  private final Path path;
  private final String digest;
  private final long bytes;
  private final boolean cached;
  private final boolean built;
  private final boolean stale;
  private final Closeable pin;

  BuildResult(
      Path path,
      String digest,
      long bytes,
      boolean cached,
      boolean built,
      boolean stale,
      Closeable pin) {
    this.path = path;
    this.digest = digest;
    this.bytes = bytes;
    this.cached = cached;
    this.built = built;
    this.stale = stale;
    this.pin = pin;
  }

  /** The file or folder. It is everyone's: read it, never write to it. */
  public Path path() {
    return path;
  }

  /** {@code sha256:} and 64 hexadecimal digits. */
  public String digest() {
    return digest;
  }

  /** The size of the file, or of all the folder's files. */
  public long bytes() {
    return bytes;
  }

  /** Whether it lay ready when it was asked for. */
  public boolean cached() {
    return cached;
  }

  /** Whether this call's build function made it. */
  public boolean built() {
    return built;
  }

  /**
   * Whether it is an older result of the workspace, of another key: {@link BuildOptions#takesStale}
   * allowed that, and somebody builds the one that was asked for.
   */
  public boolean stale() {
    return stale;
  }

  /** Ends the pin. Closing again does nothing. */
  @Override
  public void close() {
    try {
      pin.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The pin of " + path + " could not be closed", e);
    }
  }
}
