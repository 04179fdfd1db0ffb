package dev.larder.server.publish;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with the file that takes another one's place.
 *
 * @param wanted the mode that is set, or null
 * @param replaced the owner and mode of the file that is replaced, or null for a new one
 */
record Access(@Nullable FileMode wanted, @Nullable Owner replaced) {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** Owner, group and mode of a file, stat(2). */
  record Owner(int uid, int gid, FileMode mode) {
    /** Those of a file, or null if it is not there. */
    static @Nullable Owner of(Path file) throws IOException {
      try {
        Map<String, Object> stat =
            Files.readAttributes(file, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        int mode = number(stat, "mode") & FileMode.MASK;
        return new Owner(number(stat, "uid"), number(stat, "gid"), new FileMode(mode));
      } catch (NoSuchFileException e) {
        return null;
      }
    }

    private static int number(Map<String, Object> stat, String name) {
      if (stat.get(name) instanceof Integer number) {
        return number;
      }
      throw new IllegalStateException("stat without " + name + ": " + stat);
    }
  }

  /**
   * Makes an empty file, readable for nobody whom its final mode might shut out: whoever opened it
   * in between could read on after the mode is set. Without a final mode it gets that of any new
   * file, 0666 less the umask, open(2).
   */
  FileChannel create(Path file) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return wanted == null && replaced == null
        ? FileChannel.open(file, options)
        : FileChannel.open(file, options, OWNER_ONLY);
  }

  /**
   * Sets owner, group and mode; owner and group before the mode, as chown(2) may clear bits of it.
   */
  void set(Path file) throws IOException {
    boolean groupKept = keepOwner(file);
    if (wanted != null) {
      chmod(file, wanted.bits());
    } else if (replaced != null) {
      int bits = replaced.mode().bits();
      chmod(file, groupKept ? bits : withoutGroup(bits));
    }
  }

  /** The old group's rights are not for the members of another group, unless everyone has them. */
  static int withoutGroup(int bits) {
    return bits & (~070 | (bits & 07) << 3);
  }

  private boolean keepOwner(Path file) throws IOException {
    Owner made = Owner.of(file);
    if (replaced == null || made == null) {
      return true;
    }
    boolean groupKept = made.gid() == replaced.gid() || changed(file, "unix:gid", replaced.gid());
    if (made.uid() != replaced.uid()) {
      changed(file, "unix:uid", replaced.uid());
    }
    return groupKept;
  }

  // Only the superuser gives files away, and others only to groups of their own: chown(2), EPERM.
  // The promise is to keep what can be kept, so a refusal is an answer and not a failure.
  private static boolean changed(Path file, String attribute, int id) {
    try {
      Files.setAttribute(file, attribute, id, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void chmod(Path file, int bits) throws IOException {
    Files.setAttribute(file, "unix:mode", bits);
  }
}
