package dev.larder.server;

import dev.larder.server.access.AdmittedUsers;
import dev.larder.server.access.OwnUser;
import dev.larder.server.access.SocketMode;
import dev.larder.server.http.HttpServer;
import dev.larder.server.http.PassedSockets;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The Unix-domain sockets by which the root's clients come: the one at its usual place, which is
 * made again if somebody deletes it, and those of the service manager. One thread at a time.
 */
final class RootSocket {
  private final HttpServer http;
  private final PassedSockets passed;
  private final Path path;
  private final OwnUser own;
  private final AdmittedUsers users;
  private final SocketMode mode;
  private @Nullable Closeable listening;

  RootSocket(
      HttpServer http,
      PassedSockets passed,
      Path path,
      OwnUser own,
      AdmittedUsers users,
      SocketMode mode) {
    this.http = http;
    this.passed = passed;
    this.path = path;
    this.own = own;
    this.users = users;
    this.mode = mode;
  }

  /** Starts to listen. The caller owns the root. */
  void listen() throws IOException, InterruptedException {
    for (PassedSockets.Passed socketOfManager : passed.sockets()) {
      http.listen(socketOfManager, own, users);
    }
    if (!passed.isAt(path)) {
      // The lock is ours, so whatever lies at the socket's place belongs to nobody that lives.
      Files.deleteIfExists(path);
      bind();
    }
  }

  /** Listens again if nothing lies at the socket's place; says whether it was so. */
  boolean renew() throws IOException, InterruptedException {
    if (passed.isAt(path) || Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (listening != null) {
      listening.close(); // before the next one is bound: it deletes what lies at its place
      listening = null;
    }
    bind();
    return true;
  }

  private void bind() throws IOException, InterruptedException {
    listening = http.listen(path, own, users);
    Files.setAttribute(path, "unix:mode", mode.bits());
  }

  /** Takes the socket away; those of the service manager stay. */
  void remove() throws IOException {
    if (!passed.isAt(path)) {
      Files.deleteIfExists(path);
    }
  }
}
