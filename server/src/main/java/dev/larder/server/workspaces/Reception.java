package dev.larder.server.workspaces;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.larder.archive.BadArchiveException;
import dev.larder.archive.Unpacking;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes a content that is sent into a lease's staging: under another name first, so that {@code
 * content} is there whole or not at all. A content that was there is replaced. One thread.
 */
final class Reception {
  private static final int COPY_BYTES = 64 * 1024;

  private Reception() {}

  /**
   * Receives it.
   *
   * @throws RefusedException with {@link Problem.TooLarge} or {@link Problem.BadArchive}; nothing
   *     of it is left then
   * @throws IOException if the sender broke off, or the disk failed; likewise
   */
  static void run(Path staging, Incoming incoming) throws IOException {
    String name = "incoming-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path fresh = staging.resolve(name);
    try {
      if (incoming.folder()) {
        unpack(fresh, incoming);
      } else {
        copy(fresh, incoming);
      }
      Path content = staging.resolve(StoreLayout.CONTENT);
      if (Files.isDirectory(content, NOFOLLOW_LINKS)) {
        Trash.delete(content); // a rename replaces a folder only if it is empty
      }
      Files.move(fresh, content, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Trash.delete(fresh);
    }
  }

  private static void unpack(Path fresh, Incoming incoming) throws IOException {
    try {
      new Unpacking(fresh, incoming.maxBytes(), incoming.maxEntries()).run(incoming.bytes());
    } catch (BadArchiveException e) {
      throw new RefusedException(new Problem.BadArchive(String.valueOf(e.getMessage())));
    }
  }

  private static void copy(Path fresh, Incoming incoming) throws IOException {
    byte[] buffer = new byte[COPY_BYTES];
    long left = incoming.maxBytes();
    InputStream from = incoming.bytes();
    try (OutputStream to =
        Files.newOutputStream(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        left -= count;
        if (left < 0) {
          throw new RefusedException(new Problem.TooLarge("content", incoming.maxBytes(), "bytes"));
        }
        to.write(buffer, 0, count);
      }
    }
    Files.setAttribute(fresh, "unix:mode", incoming.mode());
  }
}
