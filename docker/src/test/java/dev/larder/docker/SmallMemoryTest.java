package dev.larder.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.BuildResult;
import dev.larder.client.Larder;
import dev.larder.client.LarderException;
import dev.larder.protocol.ProblemKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The daemon in a container of 256 MB, where the kernel ends what takes more. */
class SmallMemoryTest {
  private static final long MEMORY_BYTES = 256L << 20;
  private static final int CLIENTS = 16;
  private static final int MERGES = 100;
  private static final int ENTRIES = 300;
  private static final int LARGE_CLIENTS = 4;

  /** All documents together stay below what they may take of the heap: 21 MB of 85. */
  private static final int LARGE_BYTES = 4 << 20;

  private static final int RESULT_MIB = 300;

  @BeforeAll
  static void engineIsThere() {
    Needs.engine();
  }

  @Test
  void itLivesThroughMergesLargeBodiesAndResultsLargerThanItsMemory() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (SharedFolder folder = SharedFolder.create();
        Pantry pantry = Pantry.in(folder).within(MEMORY_BYTES).open()) {
      var working = new ArrayList<Future<?>>();
      for (int client = 0; client < CLIENTS; client++) {
        byte[] entries = entries(client);
        working.add(threads.submit(() -> merge(folder, "timings", entries, MERGES)));
      }
      byte[] large = ("{\"large\": \"" + "x".repeat(LARGE_BYTES) + "\"}").getBytes(UTF_8);
      for (int client = 0; client < LARGE_CLIENTS; client++) {
        String doc = "large-" + client;
        working.add(threads.submit(() -> merge(folder, doc, large, 3)));
      }
      working.add(threads.submit(() -> build(folder)));
      for (Future<?> client : working) {
        try {
          client.get();
        } catch (ExecutionException e) {
          throw new AssertionError(
              pantry.state() + ", it said: " + pantry.container().getLogs(), e);
        }
      }

      assertThat(pantry.state().getOOMKilled()).isFalse();
      assertThat(pantry.state().getRunning()).isTrue();
      System.out.println("Under load within 256 MiB it takes " + pantry.ownBytes() + " bytes");
      try (Larder larder = folder.client()) {
        assertThat(larder.stats().documents()).hasSize(1 + LARGE_CLIENTS);
      }
      assertThat(pantry.stop()).isZero();
    } finally {
      threads.shutdownNow();
    }
  }

  private static byte[] entries(int client) {
    var json = new StringBuilder("{");
    for (int entry = 0; entry < ENTRIES; entry++) {
      json.append(entry == 0 ? "" : ",")
          .append("\"client-" + client + "/src/test-" + entry + "\": ")
          .append("{\"walltime\": 1.5, \"words\": \"" + "w".repeat(60) + "\"}");
    }
    return json.append('}').toString().getBytes(UTF_8);
  }

  private static Void merge(SharedFolder folder, String doc, byte[] entries, int times) {
    try (Larder larder = folder.client()) {
      int done = 0;
      while (done < times) {
        try {
          larder.merge(doc, entries);
          done++;
        } catch (LarderException.Refused e) {
          // In so little memory many large bodies at once are refused, and may come again.
          assertThat(e.is(ProblemKind.OVERLOADED)).as(e.getMessage()).isTrue();
        }
      }
      assertThat(larder.get(doc).json()).isNotEmpty();
    }
    return null;
  }

  private static Void build(SharedFolder folder) throws IOException {
    try (Larder larder = folder.client();
        BuildResult result =
            larder.build(
                "large",
                "1",
                staging -> {
                  byte[] mebibyte = new byte[1 << 20];
                  try (OutputStream content = Files.newOutputStream(staging.content())) {
                    for (int written = 0; written < RESULT_MIB; written++) {
                      content.write(mebibyte);
                    }
                  }
                })) {
      assertThat(Files.size(result.path())).isEqualTo((long) RESULT_MIB << 20);
    }
    return null;
  }
}
