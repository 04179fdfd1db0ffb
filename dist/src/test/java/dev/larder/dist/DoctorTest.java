package dev.larder.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.Larder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Journals that are whole, cut, and damaged. */
class DoctorTest {
  private static final int MERGES = 20;
  private static final String DOC = "timings";

  @Test
  void wholeJournalIsFoundWhole() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      merge(root, MERGES);
      root.killDaemon();

      Ended whole = root.larder("doctor").run().well();

      assertThat(whole.out()).contains("whole").doesNotContain("DAMAGED", "torn tail");
    }
  }

  @Test
  void tornTailIsShownAndCutByTheNextStart() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      merge(root, MERGES);
      root.killDaemon();
      Path journal = newestSegment(root);
      byte[] bytes = Files.readAllBytes(journal);
      Files.write(journal, Arrays.copyOf(bytes, written(bytes) - 3));

      Ended torn = root.larder("doctor").run().well();

      assertThat(torn.out()).contains("torn tail").doesNotContain("DAMAGED");
      String got = root.larder("get", DOC).run().well().out();
      assertThat(TestRoot.object(got)).hasSize(MERGES - 1);
    }
  }

  @Test
  void damageStopsTheStartAndWhatIsWholeCanBeSalvaged() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      merge(root, MERGES);
      root.killDaemon();
      Path journal = newestSegment(root);
      byte[] bytes = Files.readAllBytes(journal);
      bytes[written(bytes) / 2] ^= 1;
      Files.write(journal, bytes);

      Ended examined = root.larder("doctor").run();
      assertThat(examined.exitCode()).isEqualTo(1);
      assertThat(examined.out())
          .containsPattern("DAMAGED: .*" + journal.getFileName() + " at byte \\d+");
      assertThat(examined.out()).contains("larder doctor --root " + root.path() + " --salvage");
      assertThat(journal).hasBinaryContent(bytes);
      Ended refused = root.larder("get", DOC).run();
      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err())
          .containsPattern(journal + ".* byte \\d+")
          .contains("larder doctor --root " + root.path());
      Ended served = root.larder("serve", "--root", root.path().toString()).run();
      assertThat(served.exitCode()).isEqualTo(1);
      assertThat(served.err()).contains(journal.toString(), "larder doctor");

      Ended salvaged = root.larder("doctor", "--salvage").run().well();

      assertThat(salvaged.out()).containsPattern("salvaged .* 1 lost");
      root.larder("doctor").run().well();
      String got = root.larder("get", DOC).run().well().out();
      assertThat(TestRoot.object(got)).hasSize(MERGES - 1);
    }
  }

  @Test
  void damagedResultIsFoundByItsDigestAndDroppedWhenThatIsAskedFor() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Path content = build(root, "damaged");
      Path whole = build(root, "whole");
      root.larder("stop").run().well();
      Files.writeString(content, "hallo");

      Ended found = root.larder("doctor").run();

      assertThat(found.exitCode()).isEqualTo(1);
      assertThat(found.out()).contains("1 whole results", "DAMAGED: " + content.getParent());
      assertThat(content).hasContent("hallo");
      assertThat(root.larder("doctor", "--salvage").run().well().out()).contains("dropped");
      root.larder("doctor").run().well();
      assertThat(build(root, "damaged")).hasContent("hello");
      assertThat(whole).hasContent("hello");
    }
  }

  private static Path build(TestRoot root, String key) throws Exception {
    try (Larder larder = root.client();
        var result =
            larder.build("w", key, staging -> Files.writeString(staging.content(), "hello"))) {
      return result.path();
    }
  }

  private static void merge(TestRoot root, int merges) {
    try (Larder larder = root.client()) {
      for (int merge = 0; merge < merges; merge++) {
        larder.merge(DOC, ("{\"entry-" + merge + "\": " + merge + "}").getBytes(UTF_8));
      }
    }
  }

  private static Path newestSegment(TestRoot root) throws IOException {
    try (Stream<Path> files = Files.list(root.path().resolve("state/journal"))) {
      return files.max(Comparator.naturalOrder()).orElseThrow();
    }
  }

  /** How far the segment is written: behind that it holds zeros. */
  private static int written(byte[] bytes) {
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }
}
