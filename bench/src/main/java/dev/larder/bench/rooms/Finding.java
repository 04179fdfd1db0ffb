package dev.larder.bench.rooms;

import dev.larder.server.stats.Entry;
import dev.larder.server.stats.Pointer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A pointer (RFC 6901) read and followed into an entry. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Finding {
  private final Entry entry = Samples.entries(Samples.object(0, 1)).get(0);
  private final String text = "/" + Samples.name(0).replace("/", "~1") + "/words";

  /** Both. */
  @Benchmark
  public byte @Nullable [] find() {
    return Pointer.parse(text).find(entry);
  }
}
