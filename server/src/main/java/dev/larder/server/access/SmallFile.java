package dev.larder.server.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that a setting names, with a word for people where it cannot be. */
final class SmallFile {
  /** A thousand times what is usual: a wrong path must not fill the memory. */
  private static final int MOST_BYTES = 4 << 20;

  private SmallFile() {}

  static byte[] read(String flag, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException(flag + ": '" + file + "' is over " + MOST_BYTES + " bytes long");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new IOException(flag + ": '" + file + "' is not there", e);
    } catch (AccessDeniedException e) {
      throw new IOException(flag + ": '" + file + "' cannot be read by the daemon's user", e);
    }
  }
}
