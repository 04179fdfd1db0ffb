package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.bench.peers.Larder;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Resident memory of a daemon that has done a little and waits. */
public record IdleMemory() implements Row {
  private static final int TURNS = 3;
  private static final int MERGES = 100;
  private static final long IDLE_S = 10;

  @Override
  public String name() {
    return "idle";
  }

  @Override
  public String about() {
    return "resident memory, idle for " + IDLE_S + " s after " + MERGES + " merges";
  }

  @Override
  public String against() {
    return "";
  }

  @Override
  public Goal goal() {
    return Goal.atMost(90, "MB");
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    List<Double> megabytes = new ArrayList<>();
    for (int turn = 0; turn < TURNS; turn++) {
      try (Larder larder = Larder.start(bench.folder("i"));
          Wire wire = Wire.to(larder.socket())) {
        for (int merge = 0; merge < MERGES; merge++) {
          wire.ask(Request.merge("d", Entries.object(merge, 1, 0)));
        }
        TimeUnit.SECONDS.sleep(IDLE_S);
        megabytes.add((double) larder.daemon().residentMb());
      }
    }
    return Result.value(Figure.of("larder serve", "MB", megabytes));
  }
}
