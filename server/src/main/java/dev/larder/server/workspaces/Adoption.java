package dev.larder.server.workspaces;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Makes a staged content the daemon's own, in a root that a group shares. What belongs to another
 * user stays in that user's hand whatever its mode: it could be changed after it was digested, and
 * perhaps never be removed. So it is copied; what is the daemon's own already stays where it is.
 * Either way the members of the group may read it, and not write.
 *
 * <p>Its owner may swap files for links while it is copied. So folders are walked by their open
 * descriptors (openat(2)) and no link is followed: nothing is read but what was staged. One use,
 * one thread.
 */
final class Adoption {
  private static final Set<PosixFilePermission> EXECUTE =
      Set.of(
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_EXECUTE);

  private final Path staged;
  private final UserPrincipal own;

  /** Where the walk is, for messages: relative to staging. */
  private Path at;

  private Adoption(Path staged, Path content) throws IOException {
    this.staged = staged;
    // The daemon made that folder.
    this.own = Files.getOwner(staged, NOFOLLOW_LINKS);
    this.at = content;
  }

  /**
   * Adopts a content.
   *
   * @param staged the folder of a lease, closed to its builder
   * @param fresh where a folder for the copy may be made
   * @return the folder that holds the content now: one of the two
   * @throws RefusedException with {@link Problem.NothingStaged} if it cannot be read
   */
  static Path of(Path staged, Path fresh, String content) throws IOException {
    Adoption adoption = new Adoption(staged, Path.of(content));
    try {
      if (adoption.isOwn(staged.resolve(content))) {
        adoption.share(staged.resolve(content));
        return staged;
      }
      Trash.delete(fresh);
      Files.createDirectory(fresh, PosixFilePermissions.asFileAttribute(Trash.OWNER_ALL));
      adoption.at = Path.of(content);
      try (DirectoryStream<Path> folder = Files.newDirectoryStream(staged)) {
        adoption.copy(secure(folder), Path.of(content), fresh.resolve(content));
      }
      return fresh;
    } catch (NoSuchFileException e) {
      throw adoption.refused("is not there");
    } catch (AccessDeniedException e) {
      throw adoption.refused(
          "belongs to another user and cannot be read by the daemon (chmod -R g+rwX content)");
    }
  }

  private boolean isOwn(Path path) throws IOException {
    at = staged.relativize(path);
    if (!Files.getOwner(path, NOFOLLOW_LINKS).equals(own)) {
      return false;
    }
    if (Files.isDirectory(path, NOFOLLOW_LINKS)) {
      for (Path entry : Trash.entries(path)) {
        if (!isOwn(entry)) {
          return false;
        }
      }
    }
    return true;
  }

  private void share(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return;
    }
    boolean folder = Files.isDirectory(path, NOFOLLOW_LINKS);
    Object group = Files.getAttribute(staged, "unix:gid", NOFOLLOW_LINKS);
    if (!group.equals(Files.getAttribute(path, "unix:gid", NOFOLLOW_LINKS))) {
      Files.setAttribute(path, "unix:gid", group); // moved here from elsewhere
    }
    setMode(path, folder || isExecutable(Files.getPosixFilePermissions(path, NOFOLLOW_LINKS)));
    if (folder) {
      for (Path entry : Trash.entries(path)) {
        share(entry);
      }
    }
  }

  private void copy(SecureDirectoryStream<Path> from, Path name, Path to) throws IOException {
    PosixFileAttributes found =
        from.getFileAttributeView(name, PosixFileAttributeView.class, NOFOLLOW_LINKS)
            .readAttributes();
    if (found.isSymbolicLink()) {
      // There is no readlinkat(2) in Java. At worst this is the text of a link that is elsewhere.
      Files.createSymbolicLink(to, Files.readSymbolicLink(staged.resolve(at)));
    } else if (found.isDirectory()) {
      Files.createDirectory(to);
      copyEntries(from, name, to);
      setMode(to, true);
    } else if (found.isRegularFile()) {
      copyFile(from, name, to);
      setMode(to, isExecutable(found.permissions()));
    } else {
      throw refused("is neither a file, a folder nor a link");
    }
  }

  private void copyEntries(SecureDirectoryStream<Path> from, Path name, Path to)
      throws IOException {
    Path here = at;
    try (SecureDirectoryStream<Path> folder = from.newDirectoryStream(name, NOFOLLOW_LINKS)) {
      for (Path entry : folder) {
        Path entryName = entry.getFileName();
        at = here.resolve(entryName);
        copy(folder, entryName, to.resolve(entryName));
      }
    }
    at = here;
  }

  private static void copyFile(SecureDirectoryStream<Path> from, Path name, Path to)
      throws IOException {
    try (var in = from.newByteChannel(name, Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS));
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long size = in.size();
      for (long copied = 0; copied < size; ) {
        long more = out.transferFrom(in, copied, size - copied);
        if (more <= 0) {
          break; // it was cut meanwhile; what is there is digested
        }
        copied += more;
      }
    }
  }

  private static boolean isExecutable(Set<PosixFilePermission> permissions) {
    return permissions.stream().anyMatch(EXECUTE::contains);
  }

  private static void setMode(Path to, boolean executable) throws IOException {
    Files.setAttribute(to, "unix:mode", Audience.resultMode(executable));
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new IOException("This system has no openat(2): a group cannot share the root here");
  }

  private RefusedException refused(String why) {
    return new RefusedException(
        new Problem.NothingStaged(staged.toString(), "'" + at + "' " + why));
  }
}
