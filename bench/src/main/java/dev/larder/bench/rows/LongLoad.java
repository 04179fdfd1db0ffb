package dev.larder.bench.rows;

import dev.larder.bench.load.Generator;
import dev.larder.bench.load.Turn;
import dev.larder.bench.peers.Larder;
import dev.larder.bench.plot.Plot;
import dev.larder.testbed.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Merges by 64 clients as fast as they can, over documents that come to no end, and results that
 * are built and evicted all the time, for long: memory and open files have to stay as they are.
 */
public final class LongLoad {
  private static final int CLIENTS = 64;
  private static final int SIZE = 10_000;
  private static final byte[] CONTENT = new byte[1_000_000];
  private static final Duration BETWEEN = Duration.ofSeconds(20);

  /** How much more the last quarter's median may be than the second one's. */
  private static final double FLAT = 1.15;

  private final Path folder;
  private final Consumer<String> report;
  private final Plot rates = new Plot("Durable merges, 64 clients, and builds", "minutes", "/s");
  private final Plot resident = new Plot("Resident memory, open files", "minutes", "MB, files");
  private final List<Long> memory = new ArrayList<>();
  private final List<Long> files = new ArrayList<>();
  private final AtomicLong built = new AtomicLong();

  /**
   * A load.
   *
   * @param folder on a real disk
   * @param report told the table, a line each
   */
  public LongLoad(Path folder, Consumer<String> report) {
    this.folder = folder;
    this.report = report;
  }

  /**
   * Goes on for so long.
   *
   * @param plots where its pictures go, if anywhere
   * @return whether memory and open files were flat
   */
  public boolean run(Duration time, @Nullable Path plots) throws Exception {
    report.accept("| minute | merges/s | p99 µs | results built | MB resident | files open |");
    report.accept("|---:|---:|---:|---:|---:|---:|");
    Launch launch = Launch.on(folder.resolve("root")).with("--max-store", "100MiB");
    try (Larder larder = new Larder(launch.ready());
        Generator clients = Merging.into(larder, "d", CLIENTS, 1, SIZE)) {
      AtomicBoolean goesOn = new AtomicBoolean(true);
      Thread builds = new Thread(() -> build(larder, goesOn), "builds");
      builds.start();
      try {
        long started = System.nanoTime();
        while (System.nanoTime() - started < time.toNanos()) {
          Turn turn = clients.closedLoop(BETWEEN);
          sample(larder, turn, (System.nanoTime() - started) / 60e9);
        }
      } finally {
        goesOn.set(false);
        builds.join();
      }
    }
    if (plots != null) {
      Files.createDirectories(plots);
      rates.write(plots.resolve("soak-rate.svg"));
      resident.write(plots.resolve("soak-memory.svg"));
    }
    boolean memoryIsFlat = isFlat("memory", memory);
    return isFlat("open files", files) && memoryIsFlat;
  }

  private void build(Larder larder, AtomicBoolean goesOn) {
    try {
      while (goesOn.get()) {
        Building.ready(larder, "w/k" + built.incrementAndGet(), CONTENT);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void sample(Larder larder, Turn turn, double minute) throws IOException {
    memory.add(larder.daemon().residentMb());
    files.add(larder.daemon().openFiles());
    rates.add("merges", minute, turn.perSecond());
    resident.add("MB", minute, (double) memory.get(memory.size() - 1));
    resident.add("files", minute, (double) files.get(files.size() - 1));
    report.accept(
        "| %.1f | %,.0f | %,.0f | %,d | %,d | %,d |"
            .formatted(
                minute,
                turn.perSecond(),
                turn.latency().us(99),
                built.get(),
                memory.get(memory.size() - 1),
                files.get(files.size() - 1)));
  }

  private boolean isFlat(String what, List<Long> samples) {
    int quarter = samples.size() / 4;
    if (quarter == 0) {
      report.accept(what + ": too short to tell");
      return false;
    }
    double early = median(samples.subList(quarter, 2 * quarter));
    double late = median(samples.subList(samples.size() - quarter, samples.size()));
    report.accept("%s: %.0f, and %.0f at the end".formatted(what, early, late));
    return late <= FLAT * early;
  }

  private static double median(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
