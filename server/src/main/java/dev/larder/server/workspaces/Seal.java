package dev.larder.server.workspaces;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a content once, from end to end: digests it and, where it is staged, forces it to disk. The
 * canonical listing of a folder is told on the package's page. One use, one thread.
 */
final class Seal {
  /**
   * What was read.
   *
   * @param digest {@code sha256:} and 64 hexadecimal digits
   */
  record Sealed(String digest, long bytes, boolean folder) {}

  /** Big enough that the digest, not the system call, is what takes the time. */
  private static final int BUFFER_BYTES = 256 * 1024;

  private static final int TYPE_BITS = 0170000;
  private static final int PERMISSION_BITS = 07777;
  private static final int FOLDER = 0040000;
  private static final int FILE = 0100000;
  private static final int LINK = 0120000;

  /** What Linux shows for every link; other systems show their umask, which means nothing. */
  private static final int LINK_PERMISSIONS = 0777;

  private final Path staging;

  /** What is in the store was forced when it was committed. */
  private final boolean forces;

  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
  private final MessageDigest contents = sha256();
  private final MessageDigest listing = sha256();
  private long bytes;

  private Seal(Path staging, boolean forces) {
    this.staging = staging;
    this.forces = forces;
  }

  /**
   * Reads a ready result again.
   *
   * @return its digest as it is now; of what is no result at all, a text that is no digest
   */
  static String read(Result result) throws IOException {
    Path folder = Objects.requireNonNull(result.path().getParent(), "a content has a folder");
    try {
      return new Seal(folder, false).content(result.path()).digest();
    } catch (NoSuchFileException e) {
      return "gone: " + e.getFile();
    } catch (RefusedException e) {
      return e.problem().detail();
    }
  }

  /**
   * Seals {@code content} in a staging folder.
   *
   * @throws RefusedException with {@link Problem.NothingStaged} if it is missing, cannot be read,
   *     or is or holds what is neither a file nor a folder (inside a folder also: nor a link)
   */
  static Sealed of(Path staging, String content) throws IOException {
    Seal seal = new Seal(staging, true);
    try {
      return seal.content(staging.resolve(content));
    } catch (NoSuchFileException e) {
      throw seal.refused(String.valueOf(e.getFile()), "is not there");
    } catch (AccessDeniedException e) {
      throw seal.refused(String.valueOf(e.getFile()), "cannot be read by the daemon");
    }
  }

  private Sealed content(Path content) throws IOException {
    int mode = mode(content);
    return switch (mode & TYPE_BITS) {
      case FILE -> {
        readFile(content);
        yield new Sealed("sha256:" + hex(contents.digest()), bytes, false);
      }
      case FOLDER -> {
        readFolder(content, mode, new byte[] {'.'});
        yield new Sealed("sha256:" + hex(listing.digest()), bytes, true);
      }
      default -> throw refused(content.toString(), "is neither a file nor a folder");
    };
  }

  /** Digests a file and forces it through one descriptor; its length is returned. */
  private long readFile(Path file) throws IOException {
    long length = 0;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, NOFOLLOW_LINKS)) {
      while (channel.read(buffer.clear()) >= 0) {
        length += buffer.flip().remaining();
        contents.update(buffer);
      }
      if (forces) {
        Disk.force(channel, file);
      }
    }
    bytes += length;
    return length;
  }

  private void readFolder(Path folder, int mode, byte[] path) throws IOException {
    list('d', mode, 0, "-", path);
    for (var entry : entries(folder, path).entrySet()) {
      readEntry(entry.getKey(), entry.getValue());
    }
    if (forces) {
      Disk.forceFolder(folder);
    }
  }

  private void readEntry(byte[] path, Path entry) throws IOException {
    int mode = mode(entry);
    switch (mode & TYPE_BITS) {
      case FILE -> {
        long length = readFile(entry);
        list('f', mode, length, hex(contents.digest()), path);
      }
      case LINK -> {
        byte[] target = RawName.ofTarget(Files.readSymbolicLink(entry));
        list('l', LINK_PERMISSIONS, target.length, hex(contents.digest(target)), path);
      }
      case FOLDER -> readFolder(entry, mode, path);
      default -> throw refused(entry.toString(), "is neither a file, a folder nor a link");
    }
  }

  /** A folder's entries by their paths, in the order of bytes, whatever order the disk has. */
  private static SortedMap<byte[], Path> entries(Path folder, byte[] path) throws IOException {
    SortedMap<byte[], Path> entries = new TreeMap<>(Arrays::compareUnsigned);
    for (Path entry : Trash.entries(folder)) {
      byte[] name = RawName.ofFile(entry);
      byte[] whole = Arrays.copyOf(path, path.length + 1 + name.length);
      whole[path.length] = '/';
      System.arraycopy(name, 0, whole, path.length + 1, name.length);
      entries.put(whole, entry);
    }
    return entries;
  }

  private void list(char type, int mode, long length, String digest, byte[] path) {
    int permissions = mode & PERMISSION_BITS;
    String line = "%c %04o %d %s ".formatted(type, permissions, length, digest);
    listing.update(line.getBytes(StandardCharsets.US_ASCII));
    listing.update(path);
    listing.update((byte) 0);
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", NOFOLLOW_LINKS);
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  private RefusedException refused(String path, String why) {
    String prefix = staging + "/";
    String name = path.startsWith(prefix) ? path.substring(prefix.length()) : path;
    String reason = "'" + name + "' " + why;
    return new RefusedException(new Problem.NothingStaged(staging.toString(), reason));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
