package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.bench.load.Contest;
import dev.larder.bench.peers.Larder;
import dev.larder.bench.peers.Redis;
import java.nio.file.Path;
import java.util.List;

/**
 * Durable writes a second, beside Redis.
 *
 * @param clients that write at once
 * @param entries of each write, of 200 bytes (300 of them: of 120)
 */
public record DurableMerges(int clients, int entries) implements Row {
  private static final int SIZE = 1_000;

  @Override
  public String name() {
    return (entries == 1 ? "merge-" : "merge-" + entries + "-entries-") + clients;
  }

  @Override
  public String about() {
    return "durable merges/s, %d %s, %d %s"
        .formatted(
            entries,
            entries == 1 ? "entry of 200 B" : "entries",
            clients,
            clients == 1 ? "client" : "clients");
  }

  @Override
  public String against() {
    return "Redis HSET, appendfsync always";
  }

  @Override
  public Goal goal() {
    return Goal.atLeast(1.0);
  }

  @Override
  public List<String> commands() {
    return List.of("redis-server");
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    return Result.ratio(figures(bench, clients, entries));
  }

  /** Ours, then that of Redis. */
  static List<Figure> figures(Bench bench, int clients, int entries) throws Exception {
    Path folder = bench.folder("m");
    try (Larder larder = Larder.start(folder);
        Redis redis = Redis.start(folder);
        Contest contest = new Contest(bench)) {
      contest.with(larder.name(), larder, Merging.into(larder, "d", clients, entries, SIZE));
      contest.with(redis.name(), redis, Merging.into(redis, clients, entries, SIZE));
      return contest.play();
    }
  }
}
