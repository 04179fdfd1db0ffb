package dev.larder.server.workspaces;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes files and folders: first out of sight by one rename, then piece by piece. A crash between
 * leaves something in staging that the next start sweeps. Links are removed, never followed. Any
 * thread.
 */
final class Trash {
  private static final Logger LOG = LoggerFactory.getLogger(Trash.class);

  /** What a folder must allow its owner before its entries can be removed. */
  static final Set<PosixFilePermission> OWNER_ALL =
      Set.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  /** A builder's children may outlive it and still write; a folder is emptied so many times. */
  private static final int ATTEMPTS = 3;

  private final Path staging;

  Trash(Path staging) {
    this.staging = staging;
  }

  /** Renames an entry of the same file system out of its place, and returns where it lies now. */
  Path take(Path entry) throws IOException {
    if (Files.isDirectory(entry, NOFOLLOW_LINKS)) {
      // A folder that moves gets a new "..": rename(2) asks for the right to write in it.
      openToOwner(entry);
    }
    String name = "trash-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    return Files.move(entry, staging.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what was taken. What resists is told in the log and left to the next start. */
  void empty(Path taken) {
    try {
      delete(taken);
    } catch (IOException e) {
      LOG.warn("{} could not be removed; the next start will try again", taken, e);
    }
  }

  /** Removes everything in a folder but one name. */
  static void clear(Path folder, String except) throws IOException {
    for (Path entry : entries(folder)) {
      if (!entry.endsWith(except)) {
        delete(entry);
      }
    }
  }

  /** Removes a file, a link or a whole folder, if it is there. */
  static void delete(Path path) throws IOException {
    if (!Files.isDirectory(path, NOFOLLOW_LINKS)) {
      Files.deleteIfExists(path);
      return;
    }
    try {
      openToOwner(path);
      deleteFolder(path);
    } catch (NoSuchFileException e) {
      LOG.debug("{} was removed by another process at the same time", path, e);
    }
  }

  private static void deleteFolder(Path folder) throws IOException {
    for (int attempt = 1; ; attempt++) {
      for (Path entry : entries(folder)) {
        delete(entry);
      }
      try {
        Files.deleteIfExists(folder);
        return;
      } catch (DirectoryNotEmptyException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    }
    return entries;
  }

  private static void openToOwner(Path folder) throws IOException {
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(folder, NOFOLLOW_LINKS);
    if (!rights.containsAll(OWNER_ALL)) {
      Set<PosixFilePermission> more = EnumSet.copyOf(OWNER_ALL);
      more.addAll(rights);
      Files.setPosixFilePermissions(folder, more);
    }
  }
}
