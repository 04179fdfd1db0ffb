package dev.larder.bench.rows;

import dev.larder.bench.Row;
import java.util.List;

/** All rows, in the order of the table. */
public final class Rows {
  public static final List<Row> ALL =
      List.of(
          new DurableMerges(1, 1),
          new DurableMerges(16, 1),
          new DurableMerges(64, 1),
          new DurableMerges(16, 300),
          new FlatCost(),
          new Others(),
          new FileLock(),
          new SageRuns(),
          new Publishing(),
          new ReadyAnswer(),
          new TailLatency(),
          new Waiters(),
          new KilledBuilder(),
          new OneBuild(),
          new StoredResults(),
          new ClientCommand(),
          new DaemonStart(),
          new IdleMemory(),
          new Recovery());

  private Rows() {}
}
