package dev.larder.prove.access;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What lies in the root before the daemon comes, and is not what it seems. */
final class PlantedFiles {
  private static final String KIND = "planted files";

  private final Scene scene;

  PlantedFiles(Scene scene) {
    this.scene = scene;
  }

  /** Starts a daemon on a root full of them, which must neither hang nor follow one. */
  Daemon start(Launch launch, boolean superuser) throws IOException, InterruptedException {
    Path root = Files.createDirectories(scene.root());
    Shell.run("chmod", "700", root.toString());
    for (String folder :
        List.of("stats", "workspaces/w/a", "workspaces/w/b", "state/staging", "state/journal")) {
      Files.createDirectories(root.resolve(folder));
    }
    fifo("stats/fifo.json");
    Files.createDirectories(root.resolve("stats/folder.json/deeper"));
    // A link to a JSON object would be a document that is published where it leads: that is meant.
    link("stats/link.json", "file");
    link("stats/.link.json.tmp", "file");
    if (superuser) {
      Shell.run("mknod", root.resolve("stats/zero.json").toString(), "c", "1", "5");
      planted();
    }
    fifo("workspaces/fifo");
    link("workspaces/linked", "folder");
    fifo("workspaces/w/a/content");
    fifo("workspaces/w/a/meta.json");
    link("workspaces/w/b/content", "file");
    link("workspaces/w/b/meta.json", "document.json");
    link("workspaces/w/c", "folder");
    fifo("workspaces/w/d");
    link("state/staging/link", "folder");
    fifo("state/staging/fifo");
    link("state/staging/trash-0", "folder");
    link("state/daemon.json", "file");
    link("state/daemon.json.new", "no such file");
    link("larder.sock", "file");
    Daemon daemon = launch.ready();
    scene.check(KIND, "a planted socket was left: " + root, isSocket(daemon));
    scene.checkVictim("a start on planted files");
    return daemon;
  }

  private static boolean isSocket(Daemon daemon) throws IOException, InterruptedException {
    return Shell.run("stat", "-c", "%F", daemon.socket().toString()).strip().equals("socket");
  }

  private void fifo(String name) throws IOException, InterruptedException {
    Shell.run("mkfifo", scene.root().resolve(name).toString());
    planted();
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(scene.root().resolve(name), scene.victim().resolve(target));
    planted();
  }

  private void planted() {
    scene.check(KIND, "", true);
  }
}
