package dev.larder.server.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/**
 * The user that the daemon runs as: its number, and what the JDK compares. Java has no geteuid(2);
 * whoever makes a file owns it (open(2)).
 */
public record OwnUser(long uid, UserPrincipal principal) {
  /**
   * Finds it out by a file that is made and removed again.
   *
   * @param folder where the daemon may make files
   */
  public static OwnUser in(Path folder) throws IOException {
    Path probe = Files.createTempFile(folder, "user", ".probe");
    try {
      Object uid = Files.getAttribute(probe, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      return new OwnUser(Integer.toUnsignedLong((Integer) uid), Files.getOwner(probe));
    } finally {
      Files.delete(probe);
    }
  }
}
