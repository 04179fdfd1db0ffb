package dev.larder.server.access;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What some files hold, read again when they change. Files that belong together are read together.
 * {@link #get} is for any thread; the rest for one, the watch's.
 */
public final class Watched<T> implements Supplier<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

  /** Reads the files. */
  @FunctionalInterface
  public interface Reading<T> {
    /**
     * Reads them.
     *
     * @throws IOException which says what is wrong with them
     */
    T read() throws IOException;
  }

  private final String what;
  private final List<Path> files;
  private final Reading<T> reading;
  private volatile T value;

  // Digests of the files: as they are in force, were seen last, and could not be read.
  private byte[] inForce;
  private byte[] seen;
  private byte[] broken = {};

  /**
   * Reads the files for the first time.
   *
   * @param what they are, for the log
   * @throws IOException if they cannot be read
   */
  public Watched(String what, List<Path> files, Reading<T> reading) throws IOException {
    this.what = what;
    this.files = List.copyOf(files);
    this.reading = reading;
    this.inForce = fingerprint();
    this.seen = inForce;
    this.value = reading.read();
  }

  /** The newest that was whole. */
  @Override
  public T get() {
    return value;
  }

  /**
   * Reads the files again if they have changed. By content and not by time: a mounted secret
   * changes by a link, and a copied file may be older than the one it replaces.
   *
   * @param atOnce even if they changed since the last look only, and may change further: a key
   *     comes a moment after its certificate
   */
  void look(boolean atOnce) {
    byte[] now = fingerprint();
    boolean settled = atOnce || Arrays.equals(now, seen);
    seen = now;
    if (Arrays.equals(now, inForce)) {
      broken = new byte[0];
    } else if (settled && (atOnce || !Arrays.equals(now, broken))) {
      readAgain(now);
    }
  }

  private void readAgain(byte[] now) {
    try {
      value = reading.read();
      inForce = now;
      LOG.info("The {} were read again and are in force", what);
    } catch (IOException e) {
      broken = now;
      LOG.error(
          "The {} changed and cannot be used; the last ones stay in force: {}",
          what,
          e.getMessage());
    }
  }

  private byte[] fingerprint() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path file : files) {
      try {
        all.writeBytes(Digests.sha256(Files.readAllBytes(file)));
      } catch (IOException e) {
        all.writeBytes(Digests.sha256(new byte[0]));
        LOG.debug("{} cannot be read now", file, e);
      }
    }
    return all.toByteArray();
  }
}
