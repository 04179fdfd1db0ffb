package dev.larder.bench.rooms;

import dev.larder.server.journal.Journal;
import dev.larder.server.journal.JournalOptions;
import dev.larder.server.journal.Payload;
import dev.larder.testbed.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Records into a batch: header, CRC32C, copy. Nothing is written to disk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Recording {
  private static final int BATCH = 64;

  /** The length of a record's payload. */
  @Param({"256", "36000"})
  public int bytes;

  private final Path folder;
  private final Journal journal;
  private Payload payload = new Bytes(new byte[0]);

  /** Opens a journal. */
  public Recording() {
    try {
      folder = Files.createTempDirectory("larder-jmh");
      journal = Journal.open(folder, JournalOptions.DEFAULTS, 0, (sequence, record) -> {});
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes the payload. */
  @Setup
  public void prepare() {
    payload = new Bytes(Arrays.copyOf(Samples.object(0, bytes / 100), bytes));
  }

  /** A batch of records; the figure is one record's. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public void record() {
    for (int i = 0; i < BATCH; i++) {
      journal.append(payload);
    }
    journal.discard();
  }

  /** Removes the journal. */
  @TearDown
  public void remove() throws IOException {
    journal.close();
    Folders.remove(folder);
  }

  private static final class Bytes implements Payload {
    private final byte[] content;

    Bytes(byte[] content) {
      this.content = content;
    }

    @Override
    public int bytes() {
      return content.length;
    }

    @Override
    public void writeTo(ByteBuffer target) {
      target.put(content);
    }
  }
}
