package dev.larder.prove.access;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Installed;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Shell;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Other users: at the daemon's files, at its socket, and in its place. For the superuser only. */
final class Strangers {
  private static final String KIND = "strangers' attempts";

  /** Users and a group that no machine has. */
  private static final int STRANGER = 64301;

  private final Scene scene;

  Strangers(Scene scene) {
    this.scene = scene;
  }

  /** What a stranger, let through all folders above the root, can do with it. */
  void reach(Daemon daemon) throws IOException, InterruptedException {
    Path root = daemon.root();
    for (String script :
        List.of(
            "ls R",
            "cat R/stats/*",
            "cat R/state/daemon.json",
            "cat R/larder.log",
            "touch R/new",
            "mkdir R/stats/new",
            "mv R R.moved",
            "curl -sS --unix-socket R/larder.sock http://larder/v1/stats")) {
      String refused = as(script.replace("R", root.toString()));
      scene.check(KIND, "a stranger could: " + script, refused.endsWith("refused\n"));
    }
    scene.checkVictim("a stranger");
  }

  /** A server of another user's at the socket's place, or where the daemon's file points. */
  void standIn(Path root, boolean byFile) throws IOException, InterruptedException {
    Path socket = byFile ? scene.beside("their.sock") : root.resolve("larder.sock");
    Files.createDirectories(root.resolve("state"));
    Shell.run("chmod", "700", root.toString());
    if (byFile) {
      Files.writeString(
          root.resolve("state/daemon.json"),
          "{\"pid\":1,\"endpoints\":[\"unix:"
              + socket
              + "\"],\"version\":\"0\",\"protocol\":1,"
              + "\"started\":\"2026-01-01T00:00:00Z\"}");
    }
    try (ServerSocketChannel theirs = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      theirs.bind(UnixDomainSocketAddress.of(socket));
      theirs.configureBlocking(false);
      Files.setAttribute(socket, "unix:uid", STRANGER);
      String said =
          Shell.run(
              "sh",
              "-c",
              Installed.COMMAND + " get x --no-start --root '" + root + "' 2>&1; echo $?");
      scene.check(
          KIND,
          "the client did not refuse another user's server: " + said,
          said.contains("belongs to the user with id " + STRANGER) && said.endsWith("3\n"));
      scene.check(KIND, "the client connected to another user's", theirs.accept() == null);
    }
  }

  /** Roots in which others may write. */
  void refusedRoots() throws IOException, InterruptedException {
    for (String mode : List.of("777", "1777", "770", "707")) {
      Path root = Files.createDirectories(scene.beside("open-" + mode));
      Shell.run("chmod", mode, root.toString());
      try (Daemon daemon = Launch.on(root).start()) {
        boolean refused = !daemon.awaitReady() && daemon.said().contains("Others may write in");
        scene.check(KIND, "a root of mode " + mode + " was taken", refused);
      }
      scene.check(KIND, "a refused root was written to", Files.notExists(root.resolve("state")));
    }
  }

  /** What a stranger gets; "refused" at its end if the command failed. */
  private String as(String script) throws IOException, InterruptedException {
    String user = String.valueOf(STRANGER);
    return Shell.run(
        "setpriv",
        "--reuid=" + user,
        "--regid=" + user,
        "--clear-groups",
        "sh",
        "-c",
        "{ " + script + "; } 2>&1 || echo refused");
  }
}
