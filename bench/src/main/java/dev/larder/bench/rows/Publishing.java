package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.bench.peers.Larder;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Request;
import dev.larder.testbed.Shell;
import dev.larder.testbed.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A merge into a document of 100 MB that is answered when its file is there, and forced. */
public record Publishing() implements Row {
  /** Entries of 200 bytes. */
  private static final int SIZE = 500_000;

  @Override
  public String name() {
    return "publish";
  }

  @Override
  public String about() {
    return "publish a document of 100 MB, from the merge to the answer 'published'";
  }

  @Override
  public String against() {
    return "cp + sync of the same bytes";
  }

  @Override
  public Goal goal() {
    return Goal.atMost(1.5);
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    Path folder = bench.folder("p");
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    // At once: what is measured is the work, not the 200 ms in which changes are collected.
    Launch launch = Launch.on(folder.resolve("root")).with("--publish-delay", "0ms");
    try (Larder larder = new Larder(launch.ready())) {
      Merging.fill(larder, "d", SIZE);
      Path file = larder.daemon().root().resolve("stats/d.json");
      for (int turn = -1; turn < bench.turns(); turn++) {
        double published = published(larder, turn);
        long started = System.nanoTime();
        String copy = folder.resolve("copy").toString();
        Shell.run("sh", "-c", "cp \"$0\" \"$1\" && sync \"$1\"", file.toString(), copy);
        double copied = (System.nanoTime() - started) / 1e6;
        Shell.run("rm", copy);
        if (turn >= 0) {
          ours.add(published);
          theirs.add(copied);
        }
      }
    }
    return Result.ratio(
        List.of(Figure.of("Larder", "ms", ours), Figure.of("cp + sync", "ms", theirs)));
  }

  private static double published(Larder larder, int turn) throws Exception {
    try (Wire wire = Wire.to(larder.socket())) {
      String target = "/v1/stats/d/merge?ack=published";
      Request merge = Request.of("POST", target).json(Entries.object(turn + 1, 1, turn + 7));
      long started = System.nanoTime();
      wire.ask(merge).has(200);
      return (System.nanoTime() - started) / 1e6;
    }
  }
}
