package dev.larder.bench.rooms;

import dev.larder.server.stats.Entry;
import dev.larder.server.stats.EntryReader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A merge's body to entries: the JSON is checked, each value is kept as its bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Reading {
  /** How many entries the body has. */
  @Param({"1", "300", "10000"})
  public int entries;

  private byte[] body = {};

  /** Makes the body. */
  @Setup
  public void prepare() {
    body = Samples.object(0, entries);
  }

  /** Reads it. */
  @Benchmark
  public List<Entry> read() {
    return EntryReader.read(body, 0, body.length, Samples.BOUNDS);
  }
}
