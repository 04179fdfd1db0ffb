package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Shells that come at once and find no daemon. */
class FirstCallsTest {
  private static final int SHELLS = 16;

  @RepeatedTest(2)
  void sixteenFirstMergesStartOneDaemonAndAllAreKept() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      var shells = new ArrayList<Running>();
      for (int shell = 0; shell < SHELLS; shell++) {
        String entry = "{\"shell-%d\": %d}".formatted(shell, shell);
        shells.add(root.shell("printf %s \"$1\" | larder merge timings", entry).start());
      }
      for (Running shell : shells) {
        Ended ended = shell.await().well();
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).isEmpty();
      }

      assertThat(Processes.daemonsOf(root.path())).containsExactly(root.daemon().pid());
      assertThat(daemonsThatTookTheRoot(root)).hasSize(1);
      String got = root.larder("get", "timings").run().well().out();
      assertThat(TestRoot.object(got)).isEqualTo(allEntries());
      root.larder("stop").run().well();
      assertThat(Files.readString(root.published("timings"))).isEqualTo(got);
    }
  }

  @Test
  void aMergeThatWaitsForThePublishedFileIsInIt() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Command merge = root.larder("merge", "timings", "--ack", "published");
      merge.input("{\"a.py\": 1.50}").run().well();

      String got = root.larder("get", "timings").run().well().out();
      assertThat(got).isEqualTo("{\"a.py\": 1.50}");
      assertThat(Files.readString(root.published("timings"))).isEqualTo(got);
    }
  }

  private static Map<String, Integer> allEntries() {
    var entries = new HashMap<String, Integer>();
    for (int shell = 0; shell < SHELLS; shell++) {
      entries.put("shell-" + shell, shell);
    }
    return entries;
  }

  private static List<String> daemonsThatTookTheRoot(TestRoot root) throws IOException {
    return Files.readAllLines(root.path().resolve("larder.log")).stream()
        .filter(line -> line.contains(" owns " + root.path()))
        .toList();
  }
}
