package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Roots of all kinds, and what lies in them when a daemon comes. */
class RootsTest {
  private static final String LONG = ("a".repeat(60) + "/").repeat(3) + "root";

  @Test
  void rootWithAPathTooLongForASocketWorksForEveryCommand() throws Exception {
    try (TestRoot root = TestRoot.named(LONG)) {
      String runtime = root.beside("run").toString();
      root.larder("merge", "timings")
          .with("XDG_RUNTIME_DIR", runtime)
          .input("{\"a\": 1}")
          .run()
          .well();

      String endpoint = root.daemon().endpoints().get(0);
      assertThat(endpoint).startsWith("unix:" + runtime + "/larder/");
      assertThat(root.socket()).doesNotExist();
      // From here on nobody needs to know the runtime folder: the daemon's file leads to it.
      assertThat(root.larder("get", "timings").run().well().out()).isEqualTo("{\"a\": 1}");
      root.larder("put", "other").input("{}").run().well();
      root.larder("patch", "other").input("{\"b\": 2}").run().well();
      root.larder("settings", "other").run().well();
      root.larder("delete", "other").run().well();
      String built = root.larder("build", "x", "--", "sh", "-c", "echo it > {}").run().well().out();
      assertThat(Path.of(built.strip())).hasContent("it");
      assertThat(root.larder("ls").run().well().out()).contains("timings", "x");
      assertThat(root.larder("status").run().well().out()).contains(endpoint);
      assertThat(root.larder("version").run().exitCode()).isZero();
      root.killDaemon();
      assertThat(root.larder("get", "timings").run().well().out()).isEqualTo("{\"a\": 1}");
      root.larder("stop").run().well();
      root.larder("doctor").run().well();
      assertThat(Processes.daemonsOf(root.path())).isEmpty();
    }
  }

  @Test
  void secondDaemonOfARootEndsWithACodeOfItsOwn() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Running first = root.serve();

      Ended second = root.larder("serve", "--root", root.path().toString()).run();

      assertThat(second.exitCode()).isEqualTo(75);
      assertThat(second.out()).isEmpty();
      assertThat(second.err()).contains("A daemon owns '" + root.path() + "' already");
      assertThat(root.larder("doctor").run().exitCode()).isEqualTo(75);
      assertThat(root.daemon().pid()).isEqualTo(first.pid());
      root.larder("merge", "timings", "--no-start").input("{}").run().well();
    }
  }

  @Test
  void socketOfADeadDaemonIsReplaced() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      root.larder("merge", "timings").input("{\"a\": 1}").run().well();
      root.killDaemon();
      assertThat(Files.exists(root.socket(), LinkOption.NOFOLLOW_LINKS)).isTrue();

      assertThat(root.larder("get", "timings", "--no-start").run().exitCode()).isEqualTo(3);
      assertThat(root.larder("get", "timings").run().well().out()).isEqualTo("{\"a\": 1}");
    }
  }

  @Test
  void filesThatLieUnderStatsAreTakenInAndBadOnesReported() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      String good = "{\n  \"b\": 1e400,\n  \"a\": 0.10\n}\n";
      byte[] bad = "{\"a\": \u00e9".getBytes(StandardCharsets.ISO_8859_1);
      Files.createDirectories(root.published("good").getParent());
      Files.writeString(root.published("good"), good);
      Files.write(root.published("bad"), bad);

      root.larder("merge", "good").input("{\"c\": 3}").run().well();

      assertThat(root.larder("get", "good").run().well().out())
          .contains("\"b\": 1e400", "\"a\": 0.10", "\"c\": 3");
      assertThat(root.larder("get", "bad").run().exitCode()).isEqualTo(4);
      assertThat(root.larder("status").run().well().out())
          .containsPattern("attention .*bad\\.json");
      root.larder("stop").run().well();
      assertThat(root.published("bad")).hasBinaryContent(bad);
      assertThat(root.members("good")).hasSize(3);
    }
  }
}
