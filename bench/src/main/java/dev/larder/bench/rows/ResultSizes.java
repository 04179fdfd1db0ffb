package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.measure.DiskForce;
import dev.larder.bench.peers.Larder;
import dev.larder.bench.plot.Plot;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Request;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What larger results cost: written by their builder, committed, and sent by HTTP. */
final class ResultSizes {
  private static final List<Long> SIZES =
      List.of(1L << 10, 32L << 10, 1L << 20, 32L << 20, 1L << 30, 4L << 30);
  private static final long LARGEST_QUICK = 32L << 20;
  private static final byte[] PIECE = new byte[1 << 20];

  private final Plot times = new Plot("A result of one file", "bytes", "ms");

  /** Writes {@code result-times.svg}. */
  void draw(Bench bench, Path folder) throws Exception {
    Path scratch = bench.folder("z");
    Launch launch = Launch.on(scratch.resolve("root")).with("--min-free", "0");
    try (Larder larder = new Larder(launch.ready())) {
      Building.ready(larder, "z/warm");
      for (long size : SIZES) {
        if (!bench.quick() || size <= LARGEST_QUICK) {
          measure(bench, larder, scratch, size);
        }
      }
    }
    times.write(folder.resolve("result-times.svg"));
  }

  private void measure(Bench bench, Larder larder, Path scratch, long size) throws IOException {
    double committed = committed(larder, "z/k" + size, size);
    double fetched = fetched(larder, "z/k" + size, size);
    double alone = alone(scratch, size);
    times.add("written and committed", (double) size, committed);
    times.add("written, forced, renamed", (double) size, alone);
    times.add("fetched by HTTP", (double) size, fetched);
    bench.say(
        "  %,d bytes: committed in %,.1f ms, without Larder %,.1f ms, fetched in %,.1f ms"
            .formatted(size, committed, alone, fetched));
    try (Wire wire = Wire.to(larder.socket())) {
      wire.ask(Request.of("DELETE", "/v1/workspaces/z/k" + size));
    }
  }

  private static double committed(Larder larder, String id, long size) throws IOException {
    long started = System.nanoTime();
    try (Wire stream = Wire.to(larder.socket());
        Wire wire = Wire.to(larder.socket())) {
      JsonNode granted = stream.open(Request.build(id)).next("granted");
      write(Path.of(granted.get("staging").asString(), "content"), size);
      wire.ask(Building.commitOf(granted.get("token").asString())).has(200);
      return (System.nanoTime() - started) / 1e6;
    }
  }

  private static double fetched(Larder larder, String id, long size) throws IOException {
    long started = System.nanoTime();
    try (Wire wire = Wire.to(larder.socket())) {
      wire.send(Request.get("/v1/workspaces/" + id + "/content")).replyToHead().has(200);
      long left = size;
      while (left > 0) {
        left -= wire.skip(left);
      }
      return (System.nanoTime() - started) / 1e6;
    }
  }

  private static double alone(Path folder, long size) throws IOException {
    Path temporary = folder.resolve("t");
    Path file = folder.resolve("f");
    long started = System.nanoTime();
    write(temporary, size);
    DiskForce.force(temporary);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    DiskForce.force(folder);
    double ms = (System.nanoTime() - started) / 1e6;
    Files.delete(file);
    return ms;
  }

  private static void write(Path file, long size) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = size; left > 0; left -= PIECE.length) {
        out.write(PIECE, 0, (int) Math.min(left, PIECE.length));
      }
    }
  }
}
