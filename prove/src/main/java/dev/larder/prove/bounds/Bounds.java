package dev.larder.prove.bounds;

import dev.larder.prove.Finding;
import dev.larder.prove.Part;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Folders;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** More than the daemon can hold is refused, and nothing that was answered is lost by it. */
public final class Bounds implements Part {
  private static final String HEAP = "-Xmx256m";
  private static final int MIB = 1 << 20;

  /** The heap, as much as it outside of the heap for buffers, and Java itself. */
  private static final long MOST_RESIDENT_MB = 700;

  /** Numbers are divided by this. */
  private final int part;

  /** The part in its full size. */
  public Bounds() {
    this(1);
  }

  /** The part with smaller crowds. */
  Bounds(int part) {
    this.part = part;
  }

  @Override
  public String name() {
    return "bounds";
  }

  @Override
  public String about() {
    return "more clients, bodies, documents and waiters than 256 MB of heap hold";
  }

  @Override
  public int share() {
    return 1;
  }

  @Override
  public Tally prove(Run run) throws Exception {
    var tally = new Tally();
    int round = 0;
    do {
      for (Load load : loads(run.scratch().resolve("root-" + round++))) {
        run.say(load.name());
        prove(load, run, tally);
      }
    } while (run.goesOn());
    return tally;
  }

  private List<Load> loads(Path root) {
    Launch launch = Launch.on(root).java(HEAP);
    List<Load> loads = new ArrayList<>();
    Launch fewFiles = launch.under("prlimit", "--nofile=512:512");
    loads.add(new Load("few open files", fewFiles, t -> t.fewFiles(600, 80)));
    loads.add(new Load("clients who merge", launch, t -> t.merging(1000, part == 1 ? 5 : 2)));
    loads.add(new Load("connections", launch, t -> t.connections(9_900 / part)));
    loads.add(new Load("waiters", launch, t -> t.waiters(9_900 / part)));
    loads.add(new Load("watchers", launch, t -> t.watchers(9_900 / part)));
    loads.add(new Load("who does not read", launch, Trials::pressure));
    loads.add(new Load("bodies of 64 MiB", launch, t -> t.bodies(16, 64 * MIB - 100)));
    loads.add(new Load("bodies of 30 MiB", launch, t -> t.bodies(16, 30 * MIB)));
    loads.add(new Load("bodies of 3 MiB", launch, t -> t.bodies(16, 3 * MIB)));
    loads.add(new Load("old versions", launch, t -> t.oldVersions(60, 8_000_000)));
    String large = "x".repeat(MIB);
    loads.add(
        new Load(
            "a document of 500 MB",
            launch,
            t -> t.growing(500, "large", i -> "{\"m" + i + "\":\"" + large + "\"}")));
    loads.add(new Load("many small entries", launch, t -> t.growing(200, "small", Bounds::small)));
    return loads;
  }

  private static String small(int merge) {
    var entries = new StringBuilder("{\"m" + merge + "\":0");
    for (int entry = 0; entry < 10_000; entry++) {
      entries.append(",\"").append(merge).append('.').append(entry).append("\":1");
    }
    return entries.append('}').toString();
  }

  private static void prove(Load load, Run run, Tally tally) throws Exception {
    Answered answered;
    Path root;
    try (Daemon daemon = load.launch().ready()) {
      root = daemon.root();
      var trials = new Trials(daemon, tally);
      answered = trials.answered;
      try {
        load.trial().on(trials);
      } catch (IOException | RuntimeException e) {
        if (daemon.isAlive()) {
          throw new Finding(
              "Too much is refused, but: " + e, run, List.of(load.name()), daemon.root());
        }
      }
      long nowMb = daemon.residentMb();
      tally.add("peak of resident MB", Math.max(0, nowMb - tally.of("peak of resident MB")));
      check(nowMb <= MOST_RESIDENT_MB, nowMb + " MB are resident", load, run, root);
      boolean alive = daemon.isAlive();
      check(alive, "it has ended: " + (alive ? "" : daemon.said()), load, run, root);
      daemon.kill();
    }
    try (Daemon next = load.launch().start()) {
      check(next.awaitReady(), "the next one does not start: " + next.said(), load, run, root);
      try (Wire wire = Wire.to(next.socket())) {
        String missing = answered.missing(wire);
        check(missing == null, "this is gone: " + missing, load, run, root);
      }
      tally.add("answered writes found after kill -9", answered.count());
      check(next.errors().isEmpty(), "a bug is logged: " + next.errors(), load, run, root);
    }
    Folders.remove(root);
    tally.add("loads");
  }

  private static void check(boolean held, String otherwise, Load load, Run run, Path root)
      throws Finding {
    if (!held) {
      throw new Finding(
          "Too much is refused, and nothing answered is lost, but: " + otherwise,
          run,
          List.of(load.name()),
          root);
    }
  }
}
