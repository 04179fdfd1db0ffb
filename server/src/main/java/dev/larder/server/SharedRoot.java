package dev.larder.server;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.larder.server.engine.Storage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens a root to the members of its folder's group: they may read what is published and ready,
 * reach the socket, and pass through {@code state} to the staging of a lease that they hold. The
 * rest of {@code state} stays closed. The set-group-ID bit of a folder gives what is made in it the
 * same group (inode(7)).
 */
final class SharedRoot {
  private static final int READABLE = 02750;
  private static final int PASSABLE = 02710;
  private static final int CLOSED = 0700;
  private static final int CLOSED_FILE = 0600;
  private static final int READABLE_FILE = 0640;
  private static final int BITS = 07777;

  private final RootFolder root;
  private final int gid;

  private SharedRoot(RootFolder root, int gid) {
    this.root = root;
    this.gid = gid;
  }

  /**
   * Sets the rights of what is there. Contents of results stay as they are: their modes are part of
   * their digests.
   *
   * @param gids the groups that may connect, of which the root's must be one; none if single users
   *     may
   * @throws IOException if the group is not one that the daemon's user can give to files
   */
  static void open(RootFolder root, Set<Long> gids) throws IOException {
    int gid = (int) Files.getAttribute(root.path(), "unix:gid");
    if (!gids.isEmpty() && !gids.contains(Integer.toUnsignedLong(gid))) {
      if (gids.size() > 1) {
        throw new IOException(
            "The group of '" + root.path() + "' is " + gid + ", none of --allow-gid: chgrp it");
      }
      gid = gids.iterator().next().intValue();
    }
    SharedRoot shared = new SharedRoot(root, gid);
    shared.openReadable();
    shared.openState();
  }

  private void openReadable() throws IOException {
    set(root.path(), READABLE);
    Path stats = root.path().resolve("stats");
    set(stats, READABLE);
    for (Path document : entries(stats)) {
      if (Files.isRegularFile(document, NOFOLLOW_LINKS)) {
        set(document, mode(document) | READABLE_FILE);
      }
    }
    Path workspaces = root.path().resolve("workspaces");
    set(workspaces, READABLE);
    for (Path name : folders(workspaces)) {
      set(name, READABLE);
      for (Path key : folders(name)) {
        set(key, READABLE);
      }
    }
  }

  private void openState() throws IOException {
    Path state = root.state();
    for (Path closed : List.of(Storage.journal(state), Storage.checkpoints(state))) {
      Files.createDirectories(closed);
    }
    Path staging = state.resolve("staging");
    Files.createDirectories(staging);
    for (Path entry : entries(state)) {
      if (!entry.equals(staging)) {
        boolean folder = Files.isDirectory(entry, NOFOLLOW_LINKS);
        Files.setAttribute(entry, "unix:mode", folder ? CLOSED : CLOSED_FILE);
      }
    }
    // Last: until here, nobody gets in.
    set(staging, PASSABLE);
    set(state, PASSABLE);
  }

  private void set(Path path, int mode) throws IOException {
    if ((int) Files.getAttribute(path, "unix:gid", NOFOLLOW_LINKS) != gid) {
      try {
        Files.setAttribute(path, "unix:gid", gid, NOFOLLOW_LINKS);
      } catch (IOException e) {
        throw notOurs(path, e);
      }
    }
    Files.setAttribute(path, "unix:mode", mode);
    // chmod(2): the bit is silently left out if the group is none of the caller's.
    if (mode(path) != mode) {
      throw notOurs(path, null);
    }
  }

  private IOException notOurs(Path path, @Nullable IOException cause) {
    return new IOException(
        "'"
            + path
            + "' cannot be shared with group "
            + gid
            + ": the daemon's user must be a member of it, and own the root",
        cause);
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", NOFOLLOW_LINKS) & BITS;
  }

  private static List<Path> folders(Path folder) throws IOException {
    return entries(folder).stream()
        .filter(entry -> Files.isDirectory(entry, NOFOLLOW_LINKS))
        .toList();
  }

  private static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    }
    return entries;
  }
}
