package dev.larder.server.http;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The listening sockets that a service manager opened and handed over to this process:
 * sd_listen_fds(3). They stay the manager's: nobody here unlinks their files or changes their
 * modes, and who connects while no daemon runs waits in them. Immutable.
 *
 * @param sockets the Unix sockets, in the manager's order
 */
public record PassedSockets(List<Passed> sockets) {
  /** SD_LISTEN_FDS_START. */
  private static final int FIRST_DESCRIPTOR = 3;

  // asm-generic/socket.h, on x86-64 and AArch64 alike.
  private static final int SOL_SOCKET = 1;
  private static final int SO_TYPE = 3;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SO_DOMAIN = 39;
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;

  /**
   * One of them.
   *
   * @param descriptor its number in this process
   * @param path where clients find it
   */
  public record Passed(int descriptor, Path path) {}

  public PassedSockets {
    sockets = List.copyOf(sockets);
  }

  /**
   * What the environment says was passed to this process; nothing where it speaks to another one.
   *
   * @throws IOException if one is no listening Unix stream socket, or if this machine cannot use it
   */
  public static PassedSockets of(Map<String, String> environment, long ownPid) throws IOException {
    if (!Long.toString(ownPid).equals(environment.get("LISTEN_PID"))) {
      return new PassedSockets(List.of());
    }
    int count;
    try {
      count = Integer.parseInt(environment.getOrDefault("LISTEN_FDS", "0"));
    } catch (NumberFormatException e) {
      throw new IOException("LISTEN_FDS is not a number: unset it, or start by a unit", e);
    }
    if (count > 0 && !Epoll.isAvailable()) {
      throw new IOException(
          "A service manager passed sockets, which takes Netty's epoll transport, and that is not"
              + " available here: start without a socket unit");
    }
    var sockets = new ArrayList<Passed>();
    for (int descriptor = FIRST_DESCRIPTOR; descriptor < FIRST_DESCRIPTOR + count; descriptor++) {
      sockets.add(looked(descriptor));
    }
    return new PassedSockets(sockets);
  }

  private static Passed looked(int descriptor) throws IOException {
    var socket = new Socket(descriptor);
    if (socket.getIntOpt(SOL_SOCKET, SO_DOMAIN) != AF_UNIX
        || socket.getIntOpt(SOL_SOCKET, SO_TYPE) != SOCK_STREAM
        || socket.getIntOpt(SOL_SOCKET, SO_ACCEPTCONN) == 0) {
      throw new IOException(
          "The service manager passed file "
              + descriptor
              + ", which is no listening Unix stream socket: give larder.socket only ListenStream="
              + " with paths, and the daemon other addresses by --listen");
    }
    DomainSocketAddress address = socket.localDomainSocketAddress();
    return new Passed(descriptor, Path.of(address.path()));
  }

  /** Whether one of them is at that path. */
  public boolean isAt(Path path) {
    return sockets.stream().anyMatch(passed -> passed.path().normalize().equals(path));
  }
}
