package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.bench.load.Generator;
import dev.larder.bench.load.Turn;
import dev.larder.bench.measure.DiskForce;
import dev.larder.bench.measure.Latency;
import dev.larder.bench.peers.Larder;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The slowest in a hundred durable merges, at half of the peak rate, while a document of 100 MB is
 * published again and again and segments end, so that checkpoints are written.
 */
public record TailLatency() implements Row {
  private static final int CLIENTS = 16;
  private static final int SMALL = 1_000;

  /** Entries of 200 bytes. */
  private static final int LARGE = 500_000;

  private static final int CHANGES_MS = 100;

  @Override
  public String name() {
    return "tail";
  }

  @Override
  public String about() {
    return "p99 of a durable merge at half of the peak rate, while 100 MB are published";
  }

  @Override
  public String against() {
    return "p50 of a bare write and fdatasync";
  }

  @Override
  public Goal goal() {
    return Goal.atMost(5);
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    Path folder = bench.folder("l");
    Launch launch = Launch.on(folder.resolve("root")).with("--journal-segment", "4MiB");
    List<Double> quietUs = new ArrayList<>();
    List<Double> busyUs = new ArrayList<>();
    List<Double> forceUs = new ArrayList<>();
    Latency quiet = new Latency();
    Latency busy = new Latency();
    Latency force = new Latency();
    try (Larder larder = new Larder(launch.ready())) {
      Merging.fill(larder, "large", LARGE);
      try (Generator clients = Merging.into(larder, "d", CLIENTS, 1, SMALL)) {
        clients.closedLoop(bench.warmUp());
        double half = clients.closedLoop(bench.turn()).perSecond() / 2;
        for (int turn = 0; turn < bench.turns(); turn++) {
          keep(DiskForce.measure(folder, bench.turn()), 50, forceUs, force);
          keep(clients.atRate(half, bench.turn()).latency(), 99, quietUs, quiet);
          Turn played = whileLargeChanges(larder, clients, half, bench.turn());
          keep(played.latency(), 99, busyUs, busy);
        }
      }
    }
    return Result.ratio(
        List.of(
            new Figure("while 100 MB are published", "µs", busyUs, busy, null),
            new Figure("bare write and fdatasync", "µs", forceUs, force, null),
            new Figure("nothing else to do", "µs", quietUs, quiet, null)));
  }

  private static void keep(Latency turn, double percentile, List<Double> us, Latency all) {
    us.add(turn.us(percentile));
    all.add(turn);
  }

  /** Changes the large document all the time, so that it is published all the time. */
  private static Turn whileLargeChanges(
      Larder larder, Generator clients, double perSecond, Duration time) throws Exception {
    AtomicBoolean goesOn = new AtomicBoolean(true);
    Thread changing = new Thread(() -> change(larder, goesOn), "changing");
    changing.start();
    try {
      return clients.atRate(perSecond, time);
    } finally {
      goesOn.set(false);
      changing.join();
    }
  }

  private static void change(Larder larder, AtomicBoolean goesOn) {
    try (Wire wire = Wire.to(larder.socket())) {
      for (int round = 0; goesOn.get(); round++) {
        wire.ask(Request.merge("large", Entries.object(round, 1, round + 1))).has(200);
        Thread.sleep(CHANGES_MS);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
