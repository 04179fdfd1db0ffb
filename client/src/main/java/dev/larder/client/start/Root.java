package dev.larder.client.start;

import dev.larder.client.http.Endpoint;
import dev.larder.client.http.NobodyListensException;
import dev.larder.protocol.DaemonFile;
import dev.larder.protocol.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The folder that a daemon owns, as a client sees it. Any thread may call it.
 *
 * @param folder its absolute path
 */
record Root(Path folder) {
  private static final Path THIS_PROCESS = Path.of("/proc/self");

  private Path socket() {
    return folder.resolve("larder.sock");
  }

  private Path state() {
    return folder.resolve("state");
  }

  /** Held by the one client that starts the daemon. */
  Path startingLock() {
    return state().resolve("starting.lock");
  }

  /** What a daemon says before it has a log of its own. */
  Path startLog() {
    return state().resolve("start.log");
  }

  /** Makes what is missing of the folder and of {@code state}, closed to other users. */
  void create() throws IOException {
    var owner = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(state(), PosixFilePermissions.asFileAttribute(owner));
  }

  /**
   * Where the root's daemon listens, if one runs: the socket in the folder, or else what the daemon
   * wrote into its file, because its own path to the folder is too long for a socket.
   *
   * @throws NobodyListensException if neither is there
   * @throws NoDaemonException if the socket is another user's
   */
  Endpoint.Unix endpoint() throws IOException {
    checkOwner(folder);
    Endpoint.Unix endpoint =
        Endpoint.Unix.fits(socket()) && Files.exists(socket(), LinkOption.NOFOLLOW_LINKS)
            ? new Endpoint.Unix(socket())
            : written();
    checkOwner(endpoint.socket());
    return endpoint;
  }

  private Endpoint.Unix written() throws IOException {
    Path file = state().resolve("daemon.json");
    try {
      for (String text :
          Messages.readAnswer(Files.readAllBytes(file), DaemonFile.class).endpoints()) {
        if (Endpoint.parse(text) instanceof Endpoint.Unix unix) {
          return unix;
        }
      }
    } catch (NoSuchFileException e) {
      throw new NobodyListensException("there is no such socket", e);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new NoDaemonException(
          "The file " + file + " cannot be read. Remove it, and start the daemon again.", e);
    }
    throw new NobodyListensException("its daemon listens on no socket", null);
  }

  /**
   * A socket leads to whoever made it. In a folder of ours nobody else can make one; in another
   * user's the answers would be theirs to make up.
   */
  void checkOwner() throws IOException {
    checkOwner(folder);
  }

  private static void checkOwner(Path path) throws IOException {
    Integer owner = owner(path);
    if (owner != null && owner != Self.UID) {
      throw new NoDaemonException(
          path
              + " belongs to the user with id "
              + owner
              + ", and this process is user "
              + Self.UID
              + ". Set LARDER_ROOT to a folder of your own, or LARDER_ENDPOINT to that daemon's"
              + " socket if you trust its user.",
          null);
    }
  }

  private static @Nullable Integer owner(Path path) throws IOException {
    try {
      return (Integer) Files.getAttribute(path, "unix:uid");
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  /** Whose process this is; asked once. */
  private static final class Self {
    static final int UID = uid();

    private static int uid() {
      try {
        Integer owner = owner(THIS_PROCESS);
        if (owner != null) {
          return owner;
        }
        // No /proc here. The JDK has no getuid(2), but files that it makes have an owner.
        Path probe = Files.createTempFile("larder-", ".uid");
        try {
          return (Integer) Files.getAttribute(probe, "unix:uid");
        } finally {
          Files.delete(probe);
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("This process's user id cannot be found out", e);
      }
    }
  }
}
