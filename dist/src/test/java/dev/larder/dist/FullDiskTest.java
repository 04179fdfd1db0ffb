package dev.larder.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.Larder;
import dev.larder.client.LarderException;
import dev.larder.client.WriteOptions;
import dev.larder.protocol.Ack;
import dev.larder.protocol.ProblemKind;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A root on a small file system of its own, which fills up. */
class FullDiskTest {
  private static final String DOC = "timings";
  private static final int VALUE_CHARS = 50_000;

  @Test
  void fullDiskRefusesWritesLosesNothingAndHeals() throws Exception {
    try (SmallDisk disk = SmallDisk.mount()) {
      disk.root().serve("--journal-segment", "1MiB");
      fillAndFree(disk.root(), disk);
    }
  }

  private static void fillAndFree(TestRoot root, SmallDisk disk) throws Exception {
    Set<String> answered = new HashSet<>();
    try (Larder larder = root.client()) {
      larder.merge(DOC, entry("before"), Ack.PUBLISHED);
      answered.add("before");
      disk.fill();

      LarderException.Refused refused = mergeUntilRefused(larder, answered);

      assertThat(refused.is(ProblemKind.STORAGE_FULL)).isTrue();
      assertThat(refused.status()).isEqualTo(507);
      Ended told = root.larder("merge", DOC).input(new String(entry("told"), UTF_8)).run();
      assertThat(told.exitCode()).isEqualTo(1);
      assertThat(told.err()).startsWith("larder: ").contains("no space left");
      assertThat(names(larder)).isEqualTo(answered);

      disk.free();

      Patience.until("a write is taken again").until(() -> isTaken(larder, "after"));
      answered.add("after");
      larder.merge(DOC, entry("last"), Ack.PUBLISHED);
      answered.add("last");
      assertThat(names(larder)).isEqualTo(answered);
      assertThat(root.members(DOC).keySet()).isEqualTo(answered);
      root.killDaemon();
      assertThat(names(larder)).isEqualTo(answered);
    }
  }

  private static LarderException.Refused mergeUntilRefused(Larder larder, Set<String> answered) {
    for (int merge = 0; ; merge++) {
      try {
        larder.merge(DOC, entry("merge-" + merge));
        answered.add("merge-" + merge);
      } catch (LarderException.Refused e) {
        return e;
      }
    }
  }

  private static boolean isTaken(Larder larder, String name) {
    try {
      // Were the undone write remembered, this one would be taken for a repeat.
      larder.merge(DOC, entry(name), WriteOptions.DEFAULTS.withIdempotencyKey(name));
      return true;
    } catch (LarderException.Refused e) {
      assertThat(e.is(ProblemKind.STORAGE_FULL)).isTrue();
      return false;
    }
  }

  private static Set<String> names(Larder larder) {
    return TestRoot.object(new String(larder.get(DOC, ""), UTF_8)).keySet();
  }

  private static byte[] entry(String name) {
    return ("{\"" + name + "\": \"" + "x".repeat(VALUE_CHARS) + "\"}").getBytes(UTF_8);
  }
}
