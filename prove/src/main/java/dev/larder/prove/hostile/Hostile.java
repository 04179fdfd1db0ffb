package dev.larder.prove.hostile;

import dev.larder.prove.Finding;
import dev.larder.prove.Part;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Folders;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Wire;
import java.nio.file.Path;

/** Broken, slow, silent and many: the daemon refuses them and serves the others. */
public final class Hostile implements Part {
  /** Connections at once; the daemon's default bound is as many. */
  private final int connections;

  /** The part in its full size. */
  public Hostile() {
    this(9_900);
  }

  /** The part with fewer silent connections. */
  Hostile(int connections) {
    this.connections = connections;
  }

  @Override
  public String name() {
    return "hostile";
  }

  @Override
  public String about() {
    return "broken, slow, silent and too many requests, and a client that behaves beside them";
  }

  @Override
  public int share() {
    return 1;
  }

  @Override
  public Tally prove(Run run) throws Exception {
    var tally = new Tally();
    Path root = run.scratch().resolve("root");
    try (Daemon daemon = Launch.on(root).with("--listen", "127.0.0.1:0").java("-Xmx192m").ready()) {
      new Assault(run, tally, daemon, connections).go();
      if (daemon.stop() != 0) {
        throw new Finding(
            "The daemon stops cleanly after all of it", run, java.util.List.of("stop"), root);
      }
    }
    Folders.remove(root);
    return tally;
  }

  /** Closes connections that the daemon may have closed before. */
  static void closeAll(Iterable<Wire> wires) throws java.io.IOException {
    for (Wire wire : wires) {
      wire.close();
    }
  }
}
