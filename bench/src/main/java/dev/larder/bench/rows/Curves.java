package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import dev.larder.bench.measure.Latency;
import dev.larder.bench.plot.Plot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Figures over a range, as pictures: what more clients do, and what more entries do. */
public final class Curves {
  private static final List<Integer> CLIENTS = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024);

  private final Plot rates = new Plot("Durable merges of one entry", "clients", "/s");
  private final Plot times = new Plot("The slowest in a hundred", "clients", "p99 µs");

  /** Measures, and writes {@code clients-rate.svg}, {@code clients-p99.svg} and those of sizes. */
  public void draw(Bench bench, Path folder) throws Exception {
    Files.createDirectories(folder);
    for (int clients : CLIENTS) {
      for (Figure figure : DurableMerges.figures(bench, clients, 1)) {
        add(clients, figure);
        bench.say("  %d clients: %s %,.0f/s".formatted(clients, figure.subject(), figure.median()));
      }
    }
    rates.write(folder.resolve("clients-rate.svg"));
    times.write(folder.resolve("clients-p99.svg"));
    new Growth().draw(bench, folder);
    new DocumentNumbers().draw(bench, folder);
    new ResultSizes().draw(bench, folder);
    new Requesters().draw(bench, folder);
  }

  private void add(int clients, Figure figure) {
    rates.add(figure.subject(), clients, figure.median());
    Latency latency = figure.latency();
    if (latency != null) {
      times.add(figure.subject(), clients, latency.us(99));
    }
  }
}
