package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.BuildResult;
import dev.larder.client.Larder;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** {@code larder pin}, {@code unpin} and {@code evict}, as they are typed. */
class PinCommandsTest {
  @Test
  void pinnedResultsStayUntilTheyAreUnpinnedAndEvictTakesTheRest() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      build(root, "a");
      build(root, "b");
      root.larder("pin", "w", "a", "--as", "nightly", "--for", "1h").run().well();
      assertThat(root.larder("ls", "w").run().well().out()).contains("nightly");

      Ended dry = root.larder("evict", "w", "--dry-run").run().well();
      assertThat(dry.out()).contains("1 would go, 5 bytes; 1 pinned or being built");
      Ended gone = root.larder("evict", "--to", "0").run().well();

      assertThat(gone.out()).containsPattern("w +b +5 ").contains("1 gone");
      root.larder("unpin", "w", "a", "--as", "nightly").run().well();
      assertThat(root.larder("unpin", "w", "a", "--as", "nightly").run().exitCode()).isEqualTo(4);
      root.larder("evict", "w", "a").run().well();
      assertThat(root.larder("pin", "w", "a").run().exitCode()).isEqualTo(4);
    }
  }

  @Test
  void resultIsHeldWhileACommandRunsAndItsExitCodeIsTheCommands() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      build(root, "a");
      String script = "larder evict w >&2; cat \"$1\"; exit 7";

      Ended ended =
          root.shell("larder pin w a -- sh -c '" + script.replace("'", "") + "' sh {}").run();

      assertThat(ended.exitCode()).isEqualTo(7);
      assertThat(ended.out()).isEqualTo("hello");
      assertThat(ended.err()).contains("0 gone, 0 bytes; 1 pinned or being built");
      Ended none = root.larder("pin", "w", "none", "--", "true").run();
      assertThat(none.exitCode()).isEqualTo(4);
    }
  }

  private static void build(TestRoot root, String key) throws IOException {
    try (Larder larder = root.client();
        BuildResult result =
            larder.build("w", key, staging -> Files.writeString(staging.content(), "hello"))) {
      assertThat(result.built()).isTrue();
    }
  }
}
