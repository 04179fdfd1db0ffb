package dev.larder.client;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.larder.archive.FolderStream;
import dev.larder.client.http.Request;
import dev.larder.client.http.Request.Source;
import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.CommitAnswer;
import dev.larder.protocol.MediaTypes;
import dev.larder.protocol.Paths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a builder's content is made: in the daemon's staging, or, where that is not in sight, in a
 * folder of the client's own, from which it is sent.
 */
final class StagedContent {
  private static final int PERMISSION_BITS = 0777;

  private final Path folder;
  private final @Nullable Delivery delivery;
  private final boolean ours;

  private StagedContent(Path folder, @Nullable Delivery delivery, boolean ours) {
    this.folder = folder;
    this.delivery = delivery;
    this.ours = ours;
  }

  /**
   * The place for a lease.
   *
   * @param delivery where the result is wanted; null where it lies
   */
  static StagedContent of(BuildEvent.Granted granted, @Nullable Delivery delivery) {
    if (granted.staging() != null) {
      return new StagedContent(Path.of(granted.staging()), delivery, false);
    }
    if (delivery == null) {
      throw new IllegalStateException("Without an output there is no place to build at");
    }
    try {
      return new StagedContent(delivery.freshFolder(), delivery, true);
    } catch (IOException e) {
      throw new UncheckedIOException("There is no place to build at", e);
    }
  }

  Path folder() {
    return folder;
  }

  Path content() {
    return folder.resolve("content");
  }

  /** Makes the content the daemon's to commit: sends it, or lets the daemon's user read it. */
  void handOver(Calls calls, String token, long answerMs) {
    try {
      if (ours) {
        calls.call(upload(token), answerMs, response -> response.body().readAllBytes());
      } else {
        openToGroup();
      }
    } catch (NoSuchFileException e) {
      // Nothing was built: the commit is refused with the words for it.
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("What was built cannot be handed over", e);
    }
  }

  private Request upload(String token) throws IOException {
    Path content = content();
    if (Files.isDirectory(content, NOFOLLOW_LINKS)) {
      return put(token, "", MediaTypes.TAR, new Source(-1, () -> new FolderStream(content)));
    }
    int mode = (Integer) Files.getAttribute(content, "unix:mode", NOFOLLOW_LINKS) & PERMISSION_BITS;
    var source = new Source(Files.size(content), () -> Files.newInputStream(content));
    return put(token, "?mode=%04o".formatted(mode), MediaTypes.BYTES, source);
  }

  /** It may be sent again: it replaces what was sent before. */
  private static Request put(String token, String query, String type, Source source) {
    return Request.change("PUT", Paths.leaseContent(token) + query)
        .withSource(type, source)
        .asRepeatable();
  }

  /**
   * In a root that a group shares, staging belongs to the daemon's user and what is built in it to
   * this one's: the daemon reads and removes it by the group's rights, whatever the umask here.
   */
  private void openToGroup() throws IOException {
    Object daemon = Files.getAttribute(folder, "unix:uid", NOFOLLOW_LINKS);
    if (daemon.equals(Files.getAttribute(content(), "unix:uid", NOFOLLOW_LINKS))) {
      return;
    }
    try (Stream<Path> all = Files.walk(content())) {
      for (Path path : (Iterable<Path>) all::iterator) {
        if (!Files.isSymbolicLink(path)) {
          addGroupRights(path);
        }
      }
    }
  }

  private static void addGroupRights(Path path) throws IOException {
    Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path, NOFOLLOW_LINKS);
    rights.add(PosixFilePermission.GROUP_READ);
    rights.add(PosixFilePermission.GROUP_WRITE);
    if (rights.contains(PosixFilePermission.OWNER_EXECUTE)) {
      rights.add(PosixFilePermission.GROUP_EXECUTE);
    }
    Files.setPosixFilePermissions(path, rights);
  }

  /**
   * After the commit: puts the result where it is wanted.
   *
   * @return where it lies
   */
  Path deliver(CommitAnswer committed) {
    if (delivery == null) {
      return Build.seen(committed.path());
    }
    try {
      // One that another builder had committed before stays, and is not what was made here.
      return ours && !committed.kept()
          ? delivery.placed(content())
          : delivery.fetch(committed.content(), committed.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("The result cannot be put where it is wanted", e);
    }
  }

  /** Removes the folder, if it is this client's own. */
  void remove() {
    if (ours) {
      try {
        Delivery.delete(folder);
      } catch (IOException e) {
        throw new UncheckedIOException("The folder of the build cannot be removed", e);
      }
    }
  }
}
