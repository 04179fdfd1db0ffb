package dev.larder.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.Larder;
import dev.larder.client.LarderException;
import dev.larder.protocol.Ack;
import dev.larder.protocol.DocumentSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The files that readers open, when their place or their daemon goes away. */
class PublishedFileTest {
  private static final String DOC = "timings";
  private static final int CLIENTS = 4;
  private static final int ENOUGH = 500;
  private static final long TRIED_FOR_MS = 30_000;

  @Test
  void everythingAnsweredBeforeATermIsPublished() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    Set<String> answered = ConcurrentHashMap.newKeySet();
    try (TestRoot root = TestRoot.create()) {
      Running daemon = root.serve();
      var clients = new ArrayList<Future<?>>();
      for (int client = 0; client < CLIENTS; client++) {
        String prefix = client + "-";
        clients.add(threads.submit(() -> mergeUntilNobodyAnswers(root, prefix, answered)));
      }
      Patience.until("they merge").until(() -> answered.size() >= ENOUGH);

      daemon.signal("TERM");

      assertThat(daemon.await().exitCode()).isZero();
      for (Future<?> client : clients) {
        client.get();
      }
      assertThat(root.members(DOC).keySet()).containsAll(answered);
      assertThat(root.socket()).doesNotExist();
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void mergeUntilNobodyAnswers(TestRoot root, String prefix, Set<String> answered) {
    // Past the daemon's end they try again for as long as that, and the test waits for them.
    var options = root.options().withAutostart(false).withTimeoutMs(TRIED_FOR_MS);
    try (Larder larder = Larder.open(options)) {
      for (int merge = 0; ; merge++) {
        String name = prefix + merge;
        larder.merge(DOC, entry(name));
        answered.add(name);
      }
    } catch (LarderException.Unreachable | LarderException.ConnectionLost e) {
      return null; // The daemon has left.
    }
  }

  @Test
  void targetWhoseFolderIsGoneIsReportedStopsNoMergeAndHeals() throws Exception {
    try (TestRoot root = TestRoot.create();
        Larder larder = root.client()) {
      Path target = root.beside("elsewhere/timings.json");
      Files.createDirectory(target.getParent());
      larder.settings(DOC, new DocumentSettings(target.toString(), null, null));
      larder.merge(DOC, entry("before"), Ack.PUBLISHED);
      assertThat(target).hasContent(new String(larder.get(DOC, ""), UTF_8));
      Files.delete(target);
      Files.delete(target.getParent());

      larder.merge(DOC, entry("meanwhile"));

      Patience.until("it is reported")
          .until(() -> root.larder("status").run().well().out().contains(target.toString()));
      larder.merge(DOC, entry("still"));
      Files.createDirectory(target.getParent());
      Patience.until("it is published again").until(() -> Files.exists(target));
      assertThat(target).hasContent(new String(larder.get(DOC, ""), UTF_8));
      Patience.until("it is no longer reported").until(() -> larder.status().notices().isEmpty());
    }
  }

  @Test
  void linkedTargetKeepsItsLink() throws Exception {
    try (TestRoot root = TestRoot.create();
        Larder larder = root.client()) {
      Path real = root.beside("real.json");
      Path link = root.beside("link.json");
      Files.writeString(real, "{}");
      Files.createSymbolicLink(link, real);
      larder.settings(DOC, new DocumentSettings(link.toString(), null, null));

      larder.merge(DOC, entry("a"), Ack.PUBLISHED);

      assertThat(link).isSymbolicLink();
      assertThat(Files.isRegularFile(real)).isTrue();
      assertThat(real).hasContent(new String(larder.get(DOC, ""), UTF_8));
    }
  }

  private static byte[] entry(String name) {
    return ("{\"" + name + "\": 1}").getBytes(UTF_8);
  }
}
