package dev.larder.server.workspaces;

import static dev.larder.server.workspaces.Samples.GAP;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreThreadsTest {
  private static final int THREADS = 3;

  /** So many that threads which do not wait for each other collide in practically every run. */
  private static final int ROUNDS = 100;

  /** In memory where that is possible: with forces that cost nothing, the rounds are dense. */
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    root =
        Files.isWritable(SHARED_MEMORY)
            ? Files.createTempDirectory(SHARED_MEMORY, "larder-test-")
            : Files.createTempDirectory("larder-test-");
  }

  @AfterEach
  void endThreads() throws IOException {
    threads.shutdownNow();
    Trash.delete(root);
  }

  @Test
  void indexAgreesWithTheDiskAfterCommitsAndForgetsAtOnce()
      throws IOException, InterruptedException, ExecutionException {
    DiskResultStore store = DiskResultStore.open(root);
    AtomicLong fence = new AtomicLong();
    Callable<Void> commitsAndForgets =
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            Samples.commitFile(store, GAP, fence.incrementAndGet(), "hello");
            store.forget(GAP);
          }
          return null;
        };

    for (Future<Void> done : threads.invokeAll(Collections.nCopies(THREADS, commitsAndForgets))) {
      done.get();
    }

    boolean there = store.open(GAP).isPresent();
    assertThat(store.finalPath(GAP).toFile().exists()).isEqualTo(there);
    assertThat(store.results()).hasSize(there ? 1 : 0);
    assertThat(DiskResultStore.open(root).open(GAP)).isEqualTo(store.open(GAP));
  }
}
