package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.load.Contest;
import dev.larder.bench.load.Generator;
import dev.larder.bench.load.Http;
import dev.larder.bench.peers.Larder;
import dev.larder.bench.plot.Plot;
import dev.larder.testbed.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What more documents cost, each of which is published. */
final class DocumentNumbers {
  private static final List<Integer> NUMBERS = List.of(1, 10, 100, 1_000, 10_000);
  private static final int CLIENTS = 16;

  private final Plot rates = new Plot("Durable merges, 16 clients", "documents", "/s");
  private final Plot memory = new Plot("Resident memory", "documents", "MB");

  /** Writes {@code documents.svg} and {@code documents-memory.svg}. */
  void draw(Bench bench, Path folder) throws Exception {
    for (int number : NUMBERS) {
      try (Larder larder = Larder.start(bench.folder("n"));
          Contest contest = new Contest(bench)) {
        List<byte[]> merges = new ArrayList<>();
        for (int doc = 0; doc < Math.max(number, Entries.REQUESTS); doc++) {
          merges.add(Request.merge("d" + doc % number, Entries.object(doc % 100, 1, doc)).bytes());
        }
        contest.with(
            larder.name(),
            larder,
            Generator.connect(larder.socket(), CLIENTS, Http.sending(merges)));
        double perSecond = contest.play().get(0).median();
        rates.add(larder.name(), number, perSecond);
        memory.add(larder.name(), number, (double) larder.daemon().residentMb());
        bench.say(
            "  %,d documents: %,.0f merges/s, %,d MB"
                .formatted(number, perSecond, larder.daemon().residentMb()));
      }
    }
    rates.write(folder.resolve("documents.svg"));
    memory.write(folder.resolve("documents-memory.svg"));
  }
}
