package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.bench.load.Generator;
import dev.larder.bench.peers.Larder;
import dev.larder.testbed.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The start of a daemon whose predecessor was killed after many merges. */
public record Recovery() implements Row {
  private static final long MERGES = 1_000_000;
  private static final int CLIENTS = 64;
  private static final int SIZE = 10_000;
  private static final Duration SOME_TIME = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "restart";
  }

  @Override
  public String about() {
    return "restart after kill -9, after 1,000,000 merges of one entry";
  }

  @Override
  public String against() {
    return "";
  }

  @Override
  public Goal goal() {
    return Goal.atMost(5_000, "ms");
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    Path folder = bench.folder("r");
    List<Double> starts = new ArrayList<>();
    long merged = 0;
    try (Larder larder = Larder.start(folder);
        Generator clients = Merging.into(larder, "d", CLIENTS, 1, SIZE)) {
      while (merged < MERGES) {
        merged += clients.closedLoop(SOME_TIME).operations();
      }
      larder.daemon().kill();
    }
    // Each next one is killed too: it finds the same journal, or the checkpoint of its predecessor.
    for (int turn = 0; turn < bench.turns(); turn++) {
      Path root = folder.resolve("root");
      starts.add(DaemonStart.msToFirstAnswer(Launch.on(root), root));
    }
    return Result.value(Figure.of("larder serve", "ms", starts));
  }
}
