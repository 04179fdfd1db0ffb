package dev.larder.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.protocol.Limits;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder that one daemon owns: made if it is missing, checked, and locked by the operating
 * system for as long as the process lives, so that two daemons can never own the same root and a
 * dead one holds nothing.
 */
final class RootFolder implements Closeable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final Path root;

  /** Open while the root is ours: closing any descriptor of the file drops the lock, fcntl(2). */
  private final FileChannel lockFile;

  /** What tells that file from any other one. */
  private final @Nullable Object lockKey;

  private RootFolder(Path root, FileChannel lockFile) throws IOException {
    this.root = root;
    this.lockFile = lockFile;
    this.lockKey = key(lock(root));
  }

  /**
   * The root that was chosen, or else the usual one: absolute, and without {@code .} and {@code
   * ..}.
   */
  static Path chosen(@Nullable Path root) {
    Path chosen = root == null || root.toString().isEmpty() ? usual() : root;
    return chosen.toAbsolutePath().normalize();
  }

  /** The root where nothing else is said: {@code ${XDG_CACHE_HOME:-~/.cache}/larder}. */
  private static Path usual() {
    String cache = System.getenv("XDG_CACHE_HOME");
    // The XDG base directory specification: a relative path is invalid and is to be ignored.
    return cache == null || !cache.startsWith("/")
        ? Path.of(System.getProperty("user.home"), ".cache", "larder")
        : Path.of(cache, "larder");
  }

  /**
   * Becomes the owner of a root.
   *
   * @throws RootTakenException if a daemon owns it
   * @throws IOException if it cannot be made, or if others may write in it
   */
  static RootFolder own(Path root) throws IOException {
    makeFolder(root);
    checkOwner(root);
    Path state = root.resolve("state");
    for (Path folder : new Path[] {state, root.resolve("stats"), root.resolve("workspaces")}) {
      makeFolder(folder);
    }
    // Always: a start that was killed may have made them, and not come as far as this.
    force(state);
    force(root);
    FileChannel lockFile =
        FileChannel.open(
            lock(root),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    FileLock lock;
    try {
      lock = lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null; // a daemon within this very process
    }
    if (lock == null) {
      lockFile.close();
      throw new RootTakenException(root);
    }
    return new RootFolder(root, lockFile);
  }

  private static void makeFolder(Path folder) throws IOException {
    Path parent = folder.getParent();
    if (parent != null) {
      makeParents(parent);
    }
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      if (parent != null) {
        // Without it a loss of power may take the folder, and all that was answered with it.
        force(parent);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw new IOException("'" + folder + "' is not a folder: choose another --root", e);
      }
    }
  }

  private static void makeParents(Path folder) throws IOException {
    Path parent = folder.getParent();
    if (parent == null || Files.isDirectory(folder)) {
      return;
    }
    makeParents(parent);
    Files.createDirectories(folder);
    force(parent);
  }

  /**
   * Makes the names in a folder survive a loss of power (fsync(2): a file's force does not do
   * that). Not by the journal's room: it has a logger, and the log is set up only in a root that is
   * ours.
   */
  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void checkOwner(Path root) throws IOException {
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(root);
    if (rights.stream().anyMatch(OTHERS_WRITE::contains)) {
      throw new IOException(
          "Others may write in '"
              + root
              + "': take that right away (chmod go-w), or choose"
              + " another --root");
    }
  }

  private static Path lock(Path root) {
    return root.resolve("state").resolve("lock");
  }

  /** Device and inode, of which the lock is. */
  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /**
   * Whether the locked file is still the one that a daemon would lock that starts now: not so after
   * the root was moved or removed. Any thread.
   */
  boolean isInPlace() {
    try {
      return Objects.equals(key(lock(root)), lockKey);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return true; // it cannot be told, as when no file handle is left
    }
  }

  Path path() {
    return root;
  }

  Path state() {
    return root.resolve("state");
  }

  /**
   * Where the socket goes: {@code ROOT/larder.sock}, or where that is too long for the system a
   * short one in the runtime folder, found through {@code daemon.json}.
   *
   * @param groupShares whether others must reach it, who cannot enter that folder
   */
  Path socket(boolean groupShares) throws IOException {
    Path usual = root.resolve("larder.sock");
    if (usual.toString().getBytes(UTF_8).length <= Limits.SOCKET_PATH_BYTES) {
      return usual;
    }
    if (groupShares) {
      throw new IOException(
          "'"
              + root
              + "' is too long a path for a socket that a group shares; choose a shorter one");
    }
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    Path folder =
        runtime == null || runtime.isEmpty()
            ? Path.of("/tmp", "larder-" + Files.getAttribute(root, "unix:uid"))
            : Path.of(runtime, "larder");
    makeFolder(folder);
    checkPrivate(folder);
    return folder.resolve(shortName() + ".sock");
  }

  /** In a folder that everybody may write to, somebody else may have made it first. */
  private void checkPrivate(Path folder) throws IOException {
    boolean ours =
        Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
            .equals(Files.getAttribute(root, "unix:uid"));
    boolean closed =
        Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(OWNER_ONLY);
    if (!ours || !closed) {
      throw new IOException(
          "'"
              + folder
              + "' is not this user's own folder with mode 0700: remove it, or set"
              + " XDG_RUNTIME_DIR");
    }
  }

  private String shortName() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(root.toString().getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
