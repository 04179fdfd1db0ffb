package dev.larder.server.workspaces;

import static dev.larder.server.workspaces.Samples.GAP;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreThreadsTest {
  private static final int ROUNDS = 40;

  @TempDir Path root = Path.of("");
  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void indexAgreesWithTheDiskAfterCommitsAndForgetsAtOnce()
      throws IOException, InterruptedException, ExecutionException {
    DiskResultStore store = DiskResultStore.open(root);
    AtomicLong fence = new AtomicLong();
    Callable<Void> commits =
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            Samples.commitFile(store, GAP, fence.incrementAndGet(), "hello");
          }
          return null;
        };
    Callable<Void> forgets =
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            store.forget(GAP);
          }
          return null;
        };

    for (Future<Void> done : threads.invokeAll(List.of(commits, commits, forgets, forgets))) {
      done.get();
    }

    boolean there = store.open(GAP).isPresent();
    assertThat(store.finalPath(GAP).toFile().exists()).isEqualTo(there);
    assertThat(store.results()).hasSize(there ? 1 : 0);
    assertThat(DiskResultStore.open(root).open(GAP)).isEqualTo(store.open(GAP));
  }
}
