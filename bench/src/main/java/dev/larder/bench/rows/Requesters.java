package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.load.Crowd;
import dev.larder.bench.peers.Larder;
import dev.larder.bench.plot.Plot;
import dev.larder.testbed.Patience;
import dev.larder.testbed.Reply;
import dev.larder.testbed.Request;
import dev.larder.testbed.Shell;
import dev.larder.testbed.Wire;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One GAP workspace, built by a command, and ever more who want it. */
final class Requesters {
  private static final List<Integer> WAITERS = List.of(1, 10, 100, 1_000);

  private final Plot times = new Plot("One GAP workspace, from the first request", "waiters", "ms");

  /** Writes {@code requesters.svg}; draws nothing where there is no GAP. */
  void draw(Bench bench, Path folder) throws Exception {
    if (!Shell.has("gap")) {
      bench.say("  left out: gap is not installed");
      return;
    }
    try (Larder larder = Larder.start(bench.folder("q"))) {
      for (int waiters : WAITERS) {
        measure(bench, larder, waiters);
      }
    }
    times.write(folder.resolve("requesters.svg"));
  }

  private void measure(Bench bench, Larder larder, int waiters) throws Exception {
    String id = "gap/" + waiters;
    long started = System.nanoTime();
    Process builder =
        new ProcessBuilder(OneBuild.command(larder, waiters))
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (Crowd crowd = new Crowd(waiters, "\"ready\"")) {
      Patience.until("the command builds").until(() -> state(larder, id).equals("building"));
      crowd.ask(larder.socket(), Request.build(id).bytes());
      crowd.awaitWord();
    }
    double ms = (System.nanoTime() - started) / 1e6;
    if (builder.waitFor() != 0) {
      throw new IOException("larder build ended with " + builder.exitValue());
    }
    times.add("until the last one has it", waiters, ms);
    bench.say("  %,d waiters: %,.0f ms".formatted(waiters, ms));
  }

  private static String state(Larder larder, String id) throws IOException {
    try (Wire wire = Wire.to(larder.socket())) {
      Reply reply = wire.ask(Request.get("/v1/workspaces/" + id));
      return reply.status() == 200 ? reply.json().get("state").asString() : "";
    }
  }
}
