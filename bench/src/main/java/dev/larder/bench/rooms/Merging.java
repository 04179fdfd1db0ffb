package dev.larder.bench.rooms;

import dev.larder.protocol.MergeRule;
import dev.larder.server.stats.Document;
import dev.larder.server.stats.Entry;
import dev.larder.server.stats.MergePatch;
import dev.larder.server.stats.Rules;
import java.math.BigDecimal;
import java.util.ArrayList;
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

/** An entry into a document: what the engine's thread does for a merge, without its record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Merging {
  private static final int MERGES = 1_000;
  private static final Rules STATISTICS =
      Rules.of(
          List.of(
              MergeRule.ewma("/*/walltime", new BigDecimal("0.3")),
              MergeRule.of("/*/runs", "sum"),
              MergeRule.append("/*/failed", 10)));

  /** How many entries the document has. */
  @Param({"1000", "1000000"})
  public int size;

  private Document document = new Document();
  private final List<List<Entry>> merges = new ArrayList<>();
  private int next;

  /** Fills the document. */
  @Setup
  public void prepare() {
    document = Samples.document(size);
    for (int merge = 0; merge < MERGES; merge++) {
      merges.add(Samples.entries(Samples.object((int) (merge * 7919L % size), 1)));
    }
  }

  private List<Entry> nextMerge() {
    next = (next + 1) % MERGES;
    return merges.get(next);
  }

  /** The new value replaces the old one. */
  @Benchmark
  public Object replace() {
    return document.apply(Rules.NONE.merge(document, nextMerge(), Long.MAX_VALUE));
  }

  /** An average, a sum and a list of the newest. */
  @Benchmark
  public Object statistics() {
    return document.apply(STATISTICS.merge(document, nextMerge(), Long.MAX_VALUE));
  }

  /** As RFC 7396 has it. */
  @Benchmark
  public Object mergePatch() {
    return document.apply(MergePatch.effect(document, nextMerge()));
  }
}
