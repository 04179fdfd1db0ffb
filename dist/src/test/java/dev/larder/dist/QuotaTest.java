package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.BuildOptions;
import dev.larder.client.BuildResult;
import dev.larder.client.Larder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Many builders in a store that is far too small for what they build, and readers that hold on to
 * what they read. {@code -Dlarder.quota.seconds=60} runs it for longer.
 */
class QuotaTest {
  private static final long RUN_S = Long.getLong("larder.quota.seconds", 12);
  private static final int RESULT_BYTES = 10_000_000;
  private static final long QUOTA_BYTES = 100_000_000;
  private static final int BUILDERS = 20;
  private static final int READERS = 4;

  /** Three times what the store can hold, so that most of it is evicted before it is used again. */
  private static final int KEYS = 30;

  private final long endNs = System.nanoTime() + RUN_S * 1_000_000_000;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger built = new AtomicInteger();
  private final AtomicInteger read = new AtomicInteger();
  private final AtomicInteger fetched = new AtomicInteger();
  private final AtomicLong mostBytes = new AtomicLong();
  private final AtomicLong mostOnDisk = new AtomicLong();

  @Test
  void theStoreIsNeverOverByMoreThanWhatIsInFlightAndNothingThatIsPinnedGoes() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      root.serve("--max-store", String.valueOf(QUOTA_BYTES), "--min-free", "0");
      run(root);
      System.err.printf(
          "quota: %d s, %d built, %d read, %d fetched; at most %d MB ready, %d MB on the disk%n",
          RUN_S,
          built.get(),
          read.get(),
          fetched.get(),
          mostBytes.get() / 1_000_000,
          mostOnDisk.get() / 1_000_000);
      assertThat(built.get()).as("more than the store can hold").isGreaterThan(10);
      assertThat(read.get()).isPositive();
      assertThat(fetched.get()).isPositive();
      try (Larder larder = root.client()) {
        Patience.until("the store is within its quota")
            .until(() -> larder.status().workspaces().bytes() <= QUOTA_BYTES);
      }
    }
  }

  private void run(TestRoot root) throws Exception {
    List<Callable<Void>> all = new ArrayList<>();
    for (int builder = 0; builder < BUILDERS; builder++) {
      Random random = new Random(builder);
      all.add(() -> each(root, larder -> build(larder, random.nextInt(KEYS))));
    }
    for (int reader = 0; reader < READERS; reader++) {
      int key = reader;
      all.add(() -> each(root, larder -> holdAndRead(larder, key)));
    }
    Random random = new Random(99);
    Path copy = root.beside("copy");
    all.add(() -> each(root, larder -> fetch(larder, random.nextInt(KEYS), copy)));
    all.add(() -> each(root, larder -> look(larder, root)));
    ExecutorService threads = Executors.newFixedThreadPool(all.size());
    try {
      for (Future<Void> one : threads.invokeAll(all)) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private interface Step {
    void take(Larder larder) throws IOException;
  }

  private Void each(TestRoot root, Step step) throws IOException {
    try (Larder larder = root.client()) {
      while (System.nanoTime() < endNs) {
        step.take(larder);
      }
    }
    return null;
  }

  private BuildResult ask(Larder larder, int key, BuildOptions options) throws IOException {
    return larder.build(
        "soak",
        "k" + key,
        options,
        staging -> {
          Files.write(staging.content(), bytesOf(key));
          built.incrementAndGet();
        });
  }

  private void build(Larder larder, int key) throws IOException {
    inFlight.incrementAndGet();
    try (BuildResult result = ask(larder, key, BuildOptions.defaults())) {
      checkWhole(result.path(), key);
    }
    inFlight.decrementAndGet();
  }

  /** Reads again and again, while the builders push everything else out. */
  private void holdAndRead(Larder larder, int key) throws IOException {
    inFlight.incrementAndGet();
    try (BuildResult result = ask(larder, key, BuildOptions.defaults())) {
      for (int times = 0; times < 20 && System.nanoTime() < endNs; times++) {
        checkWhole(result.path(), key);
        read.incrementAndGet();
      }
    }
    inFlight.decrementAndGet();
  }

  /** By HTTP, as a client does that does not see the files. */
  private void fetch(Larder larder, int key, Path copy) throws IOException {
    inFlight.incrementAndGet();
    try (BuildResult result = ask(larder, key, BuildOptions.defaults().withOutput(copy))) {
      checkWhole(result.path(), key);
      fetched.incrementAndGet();
    }
    inFlight.decrementAndGet();
  }

  private void look(Larder larder, TestRoot root) throws IOException {
    long onDisk = onDisk(root.path().resolve("workspaces"));
    // Whoever ends in between was in flight when the bytes were counted, or a moment before.
    int before = inFlight.get();
    long bytes = larder.status().workspaces().bytes();
    long allowed = QUOTA_BYTES + Math.max(before, inFlight.get()) * (long) RESULT_BYTES;
    assertThat(bytes).as("%d in flight", before).isLessThanOrEqualTo(allowed);
    long most = QUOTA_BYTES + (BUILDERS + READERS + 1) * (long) RESULT_BYTES;
    assertThat(onDisk).isLessThanOrEqualTo(most);
    mostBytes.accumulateAndGet(bytes, Math::max);
    mostOnDisk.accumulateAndGet(onDisk, Math::max);
  }

  private static long onDisk(Path workspaces) throws IOException {
    long bytes = 0;
    Path soak = workspaces.resolve("soak");
    if (Files.isDirectory(soak)) {
      try (Stream<Path> keys = Files.list(soak)) {
        for (Path key : (Iterable<Path>) keys::iterator) {
          bytes += sizeOf(key.resolve("content"));
        }
      }
    }
    return bytes;
  }

  private static long sizeOf(Path content) throws IOException {
    try {
      return Files.size(content);
    } catch (NoSuchFileException e) {
      return 0; // evicted a moment ago
    }
  }

  /** The key's number, over and over: what is half written or another one's is seen. */
  private static byte[] bytesOf(int key) {
    ByteBuffer bytes = ByteBuffer.allocate(RESULT_BYTES);
    while (bytes.remaining() >= Integer.BYTES) {
      bytes.putInt(key);
    }
    return bytes.array();
  }

  private static void checkWhole(Path content, int key) throws IOException {
    assertThat(Arrays.equals(Files.readAllBytes(content), bytesOf(key)))
        .as("the result k%d is whole", key)
        .isTrue();
  }
}
