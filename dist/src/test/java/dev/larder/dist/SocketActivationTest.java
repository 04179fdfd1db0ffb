package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The daemon as systemd runs it: systemd-socket-activate(1) stands in for the service manager. */
class SocketActivationTest {
  /** Prints each datagram, with its line ends as blanks, on a line of its own. */
  private static final String RECEIVER =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1].replace('@', '\\0', 1))
      print('bound', flush=True)
      while True: print(s.recv(4096).decode().replace('\\n', ' '), flush=True)
      """;

  @BeforeEach
  void needsSystemdsTools() {
    Needs.command("systemd-socket-activate");
    Needs.command("python3");
  }

  @Test
  void startsAtTheFirstConnectionAndLeavesTheSocketToItsManager() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Running manager = activated(root, "@larder-" + root.path().hashCode());
      assertThat(root.daemonFile()).doesNotExist();

      Ended merged = root.larder("merge", "timings", "--no-start").input("{\"a\":1}").run();

      assertThat(merged.exitCode()).as(merged.err()).isZero();
      assertThat(root.daemon().endpoints()).containsExactly("unix:" + root.socket());
      assertThat(root.daemon().pid()).as("the launcher became the daemon").isEqualTo(manager.pid());
      Object inode = Files.getAttribute(root.socket(), "unix:ino");
      manager.signal("TERM");
      assertThat(manager.await().exitCode()).isZero();
      assertThat(Files.getAttribute(root.socket(), "unix:ino")).isEqualTo(inode);
      assertThat(root.members("timings")).containsOnlyKeys("a");
    }
  }

  @Test
  void answersManyConnectionsThatCameOneByOne() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      activated(root, "@larder-" + root.path().hashCode());

      // The first one starts it. A listening socket in blocking mode would stop it after that.
      for (int i = 0; i < 3; i++) {
        root.larder("merge", "timings", "--no-start").input("{\"" + i + "\":1}").run().well();
      }

      assertThat(root.larder("get", "timings").run().well().out()).contains("0", "1", "2");
    }
  }

  @Test
  void tellsItsManagerThatItIsReadyAliveAndStopping() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      for (String name : List.of(root.beside("notify").toString(), "@larder-" + root.hashCode())) {
        Running receiver = receiver(root, name);
        Running daemon =
            root.larder("serve", "--root", root.path().toString())
                .with("NOTIFY_SOCKET", name)
                .with("WATCHDOG_USEC", "200000")
                .start();

        Patience.until("it tells").until(() -> receiver.out().contains("WATCHDOG=1"));
        daemon.signal("TERM");

        assertThat(daemon.await().exitCode()).isZero();
        Patience.until("it tells of its stop").until(() -> receiver.out().contains("STOPPING=1"));
        assertThat(receiver.out().lines().filter(line -> !line.equals("bound")))
            .first()
            .isEqualTo("READY=1 STATUS=Serves " + root.path());
        receiver.kill();
      }
    }
  }

  @Test
  void refusesASocketThatIsNotAUnixSocketAndSaysWhichOne() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Ended ended =
          root.shell(
                  """
                  exec python3 -c '
                  import os, socket
                  s = socket.socket()
                  s.bind(("127.0.0.1", 0))
                  s.listen()
                  os.dup2(s.fileno(), 3)
                  os.set_inheritable(3, True)
                  os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
                  os.execvp("larder", ["larder", "serve"])'
                  """)
              .run();

      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(ended.err()).contains("file 3", "no listening Unix stream socket", "--listen");
    }
  }

  private static Running activated(TestRoot root, String notify) throws IOException {
    Files.createDirectory(
        root.path(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path socket = root.socket();
    Running manager =
        root.shell(
                "exec systemd-socket-activate -l \"$1\" -E PATH=\"$PATH\" larder serve --root \"$2\"",
                socket.toString(),
                root.path().toString())
            .with("NOTIFY_SOCKET", notify)
            .start();
    Patience.until("the manager listens").until(() -> manager.err().contains("Listening on"));
    return manager;
  }

  private static Running receiver(TestRoot root, String name) throws IOException {
    Running receiver = root.shell("exec python3 -c \"$1\" \"$2\"", RECEIVER, name).start();
    Patience.until("the receiver is there").until(() -> receiver.out().startsWith("bound"));
    return receiver;
  }
}
