package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.load.Contest;
import dev.larder.bench.peers.Larder;
import dev.larder.bench.peers.Redis;
import dev.larder.bench.plot.Plot;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What more entries in one document cost: merges, memory, publishing, a start after a kill. Entries
 * of 200 bytes; the heap and the bounds are wider than they are by themselves, so that the largest
 * fits.
 */
final class Growth {
  private static final List<Integer> SIZES =
      List.of(1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000);
  private static final int LARGEST_QUICK = 1_000_000;
  private static final int CLIENTS = 16;

  /** Documents have a quarter of it at most; ten million entries are 2 GB. */
  private static final String HEAP = "-Xmx12g";

  private static final String MOST_BYTES = "3GiB";

  private final Plot rates = new Plot("Durable merges, 16 clients", "entries", "/s");
  private final Plot memory = new Plot("Resident memory", "entries", "MB");
  private final Plot times = new Plot("Publishing; a start after kill -9", "entries", "ms");

  /** Writes {@code size.svg}, {@code size-memory.svg} and {@code size-times.svg}. */
  void draw(Bench bench, Path folder) throws Exception {
    for (int size : SIZES) {
      if (!bench.quick() || size <= LARGEST_QUICK) {
        measure(bench, size);
      }
    }
    rates.write(folder.resolve("size.svg"));
    memory.write(folder.resolve("size-memory.svg"));
    times.write(folder.resolve("size-times.svg"));
  }

  private void measure(Bench bench, int size) throws Exception {
    Path folder = bench.folder("c");
    try (Larder larder = new Larder(launch(folder).ready())) {
      Merging.fill(larder, "d", size);
      times.add("publish", size, published(larder));
      merges(bench, folder, larder, size);
      memory.add(larder.name(), size, (double) larder.daemon().residentMb());
      larder.daemon().kill();
    }
    double startMs = DaemonStart.msToFirstAnswer(launch(folder), folder.resolve("root"));
    times.add("start after kill -9", size, startMs);
    bench.say(
        "  %,d entries: %,.0f merges/s, %,.0f MB, published in %,.0f ms, started in %,.0f ms"
            .formatted(
                size, rates.last("Larder"), memory.last("Larder"), times.last("publish"), startMs));
  }

  private static Launch launch(Path folder) {
    return Launch.on(folder.resolve("root"))
        .with("--max-document", MOST_BYTES, "--publish-delay", "0ms")
        .java(HEAP);
  }

  private void merges(Bench bench, Path folder, Larder larder, int size) throws Exception {
    try (Redis redis = Redis.start(folder);
        Contest contest = new Contest(bench)) {
      Merging.fill(redis, size);
      contest.with(larder.name(), larder, Merging.into(larder, "d", CLIENTS, 1, size));
      contest.with(redis.name(), redis, Merging.into(redis, CLIENTS, 1, size));
      contest.play().forEach(figure -> rates.add(figure.subject(), size, figure.median()));
      memory.add(redis.name(), size, (double) redis.residentMb());
    }
  }

  private static double published(Larder larder) throws IOException {
    try (Wire wire = Wire.to(larder.socket())) {
      Request merge =
          Request.of("POST", "/v1/stats/d/merge?ack=published").json(Entries.object(0, 1, 1));
      wire.ask(merge).has(200);
      long started = System.nanoTime();
      wire.ask(merge).has(200);
      return (System.nanoTime() - started) / 1e6;
    }
  }
}
