package dev.larder.client;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.larder.archive.Unpacking;
import dev.larder.client.http.Request;
import dev.larder.client.http.Response;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Paths;
import dev.larder.protocol.WorkspaceId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Puts a result where the caller wants a copy of it: whole, by one rename, or not at all. A file's
 * digest is checked on the way; a folder comes whole by the framing of HTTP. One thread.
 */
final class Delivery {
  /** What a result may take to arrive: as long as what it takes to be committed. */
  private static final long TRANSFER_MS = 600_000;

  private final Calls calls;
  private final WorkspaceId id;
  private final Path output;

  Delivery(Calls calls, WorkspaceId id, Path output) {
    this.calls = calls;
    this.id = id;
    this.output = output;
  }

  /**
   * Fetches the result, unless it lies there already.
   *
   * @param content the URL path of its bytes
   * @param digest what it must be
   * @return the output
   * @throws UncheckedIOException if the output cannot be written
   */
  Path fetch(String content, String digest) {
    try {
      if (isThere(digest)) {
        return output;
      }
      Path folder = freshFolder();
      try {
        return placed(
            calls.call(
                Request.get(content),
                TRANSFER_MS,
                response -> receive(response, folder.resolve("content"), digest)));
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The result cannot be put at " + output, e);
    }
  }

  private boolean isThere(String digest) throws IOException {
    return Files.isRegularFile(output, NOFOLLOW_LINKS) && digest.equals(digestOf(output));
  }

  private static String digestOf(Path file) throws IOException {
    try (var digesting = new DigestOutputStream(OutputStream.nullOutputStream(), sha256())) {
      Files.copy(file, digesting);
      return text(digesting.getMessageDigest());
    }
  }

  /** Where something may be made that is to become the output by a rename: on its file system. */
  Path freshFolder() throws IOException {
    Path parent = output.getParent();
    if (parent == null) {
      throw new IOException("'" + output + "' is no place for a result");
    }
    Files.createDirectories(parent);
    return Files.createTempDirectory(parent, ".larder-");
  }

  private Path receive(Response response, Path fresh, String digest) throws IOException {
    delete(fresh); // of an attempt before
    InputStream body = response.body();
    String type = response.header("Content-Type");
    if (MediaTypes.TAR.equals(type)) {
      new Unpacking(fresh, Long.MAX_VALUE, Integer.MAX_VALUE).run(body);
      body.transferTo(OutputStream.nullOutputStream()); // what tar fills up its last block with
      return fresh;
    }
    try (var file = new DigestOutputStream(Files.newOutputStream(fresh), sha256())) {
      body.transferTo(file);
      String found = text(file.getMessageDigest());
      if (!found.equals(digest)) {
        throw new LarderException.WrongProtocol(
            "What came of "
                + id
                + " is "
                + found
                + ", and not the result, which is "
                + digest
                + ". Ask the daemon's keeper to look: larder doctor.",
            null);
      }
    }
    String mode = response.header(Paths.MODE_HEADER);
    if (mode != null) {
      Files.setAttribute(fresh, "unix:mode", Integer.parseInt(mode, 8));
    }
    return fresh;
  }

  /** Renames what was made in a {@link #freshFolder} to the output, and returns that. */
  Path placed(Path fresh) throws IOException {
    if (Files.isDirectory(output, NOFOLLOW_LINKS)) {
      // A rename replaces a folder only if it is empty.
      Path old = fresh.resolveSibling("old");
      Files.move(output, old, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.move(fresh, output, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes a file or a folder, if it is there; links are not followed. */
  static void delete(Path path) throws IOException {
    if (!Files.isDirectory(path, NOFOLLOW_LINKS)) {
      Files.deleteIfExists(path);
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            folder.toFile().setWritable(true);
            folder.toFile().setExecutable(true);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static String text(MessageDigest digest) {
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }
}
