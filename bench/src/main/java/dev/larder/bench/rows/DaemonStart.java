package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** From the start of the daemon's process on an empty root to its first answer. */
public record DaemonStart() implements Row {
  private static final int TURNS = 10;
  private static final int QUICK_TURNS = 5;
  private static final long BETWEEN_TRIES_NANOS = 500_000;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String about() {
    return "daemon start, empty root, to the first answer";
  }

  @Override
  public String against() {
    return "an empty Java program";
  }

  @Override
  public Goal goal() {
    return Goal.atMost(8);
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    List<Double> starts = new ArrayList<>();
    List<Double> empty = new ArrayList<>();
    int turns = bench.quick() ? QUICK_TURNS : TURNS;
    for (int turn = -1; turn < turns; turn++) {
      double start = msToFirstAnswer(bench.folder("t"));
      List<Commands.Subject> nothing = List.of(new Commands.Subject("", Nothing.line()));
      double nothingMs = Commands.inTurns(bench, nothing, 1).get(0).median();
      if (turn >= 0) {
        starts.add(start);
        empty.add(nothingMs);
      }
    }
    return Result.ratio(
        List.of(
            Figure.of("larder serve", "ms", starts), Figure.of("empty Java program", "ms", empty)));
  }

  /** Tries to connect until somebody answers. */
  static double msToFirstAnswer(Path folder) throws IOException {
    return msToFirstAnswer(Launch.on(folder.resolve("root")), folder.resolve("root"));
  }

  static double msToFirstAnswer(Launch launch, Path root) throws IOException {
    long started = System.nanoTime();
    try (Daemon daemon = launch.start()) {
      while (true) {
        try (Wire wire = Wire.to(root.resolve("larder.sock"))) {
          wire.ask(Request.get("/healthz")).has(200);
          return (System.nanoTime() - started) / 1e6;
        } catch (IOException e) {
          if (!daemon.isAlive()) {
            throw new IOException("it ended: " + daemon.said(), e);
          }
          LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
        }
      }
    }
  }
}
