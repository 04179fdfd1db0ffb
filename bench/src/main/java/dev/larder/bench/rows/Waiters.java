package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.bench.load.Crowd;
import dev.larder.bench.peers.Larder;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.util.ArrayList;
import java.util.List;

/** A thousand who wait for one build: from the request to commit until the last one has it. */
public record Waiters() implements Row {
  private static final int WAITERS = 1_000;

  @Override
  public String name() {
    return "waiters";
  }

  @Override
  public String about() {
    return "1,000 waiters on one key: from the commit to the last one released";
  }

  @Override
  public String against() {
    return "";
  }

  @Override
  public Goal goal() {
    return Goal.atMost(100, "ms");
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    List<Double> times = new ArrayList<>();
    try (Larder larder = Larder.start(bench.folder("w"))) {
      for (int turn = -1; turn < bench.turns(); turn++) {
        double ms = released(larder, "w/k" + turn);
        if (turn >= 0) {
          times.add(ms);
        }
      }
    }
    return Result.value(Figure.of("Larder", "ms", times));
  }

  private static double released(Larder larder, String id) throws Exception {
    try (Wire builder = Wire.to(larder.socket());
        Wire wire = Wire.to(larder.socket());
        Crowd crowd = new Crowd(WAITERS, "\"ready\"")) {
      String token = Building.granted(builder, id);
      Building.stage(wire, token);
      crowd.ask(larder.socket(), Request.build(id).bytes());
      long started = System.nanoTime();
      wire.send(Building.commitOf(token));
      crowd.awaitWord();
      double ms = (System.nanoTime() - started) / 1e6;
      wire.reply().has(200);
      return ms;
    }
  }
}
