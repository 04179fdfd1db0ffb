package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.Larder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Builds that do not go well, and those who wait for them. */
class EndedBuildTest {
  private static final String BEGIN = "echo $$ >> \"$1/begun\"; ";

  /** The first of them has a child that only KILL ends. */
  private static final String STUBBORN =
      BEGIN
          + "if [ \"$(wc -l < \"$1/begun\")\" = 1 ]; then"
          + " (trap '' TERM; sleep 600) & sleep 600; fi; echo it > \"$2\"";

  private static final String FAILS_WHEN_TOLD =
      BEGIN + "while [ ! -e \"$1/go\" ]; do sleep 0.1; done; echo why >&2; exit 7";

  @Test
  void ctrlCEndsTheCommandsWholeGroupAndTheNextIsGranted() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Running builder = build(root, STUBBORN).inForeground().start();
      long command = awaitBegun(root);
      Running next = build(root, STUBBORN).start();
      awaitWaiting(root, 1);

      builder.signalGroup("INT");

      Ended interrupted = builder.await();
      assertThat(interrupted.exitCode()).isEqualTo(128 + 2);
      assertThat(interrupted.out()).isEmpty();
      assertThat(Processes.inGroup(command)).isEmpty();
      assertThat(Path.of(next.await().well().out().strip())).hasContent("it");
      assertThat(begun(root)).hasSize(2);
    }
  }

  @Test
  void failureIsToldToAllWhoWaitAndTheNextMayTryAgain() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Running builder = build(root, FAILS_WHEN_TOLD).start();
      awaitBegun(root);
      Running person = build(root, FAILS_WHEN_TOLD).start();
      Running program = build(root, FAILS_WHEN_TOLD, "--json").start();
      awaitWaiting(root, 2);
      Patience.until("the person is told who builds").until(() -> person.err().contains("\n"));
      assertThat(person.err())
          .startsWith("larder: waiting for x/")
          .contains("built by pid " + builder.pid() + " on ")
          .hasLineCount(1);

      Files.createFile(root.beside("go"));

      Ended failed = builder.await();
      assertThat(failed.exitCode()).isEqualTo(7);
      assertThat(failed.err()).isEqualTo("why\nlarder: the command ended with exit code 7\n");
      Ended told = person.await();
      assertThat(told.exitCode()).isEqualTo(1);
      assertThat(told.out()).isEmpty();
      assertThat(told.err())
          .contains("failed: the command ended with exit code 7.")
          .endsWith("\n| why\n");
      String problem = program.await().err().lines().reduce("", (before, last) -> last);
      assertThat(TestRoot.object(problem).get("type")).isEqualTo("urn:larder:problem:build-failed");
      assertThat(TestRoot.object(problem).get("exit_code")).isEqualTo(7);
      assertThat(TestRoot.object(problem).get("output")).isEqualTo("why");
      assertThat(build(root, FAILS_WHEN_TOLD).run().exitCode()).isEqualTo(7);
      assertThat(begun(root)).hasSize(2);
    }
  }

  @Test
  void exitCodeIsTheCommandsOwn() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      assertThat(root.larder("build", "x", "--", "no-such-command", "{}").run().exitCode())
          .isEqualTo(127);
      assertThat(build(root, "kill -s KILL $$").run().exitCode()).isEqualTo(128 + 9);
      // It succeeds and leaves nothing: the daemon refuses the commit.
      Ended nothing = build(root, "true").run();
      assertThat(nothing.exitCode()).isEqualTo(1);
      assertThat(nothing.err()).contains("taging");
    }
  }

  @Test
  void pathIsTheOnlyThingOnStandardOutput() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      String noisy = "echo said; echo cried >&2; mkdir \"$2\"; echo \"$3\" > \"$2/where\"";

      Ended built =
          root.larder("build", "x", "--", "sh", "-c", noisy, "", "", "{}", "{final}").run();

      String path = built.well().out().strip();
      assertThat(built.out()).isEqualTo(path + "\n");
      assertThat(built.err()).isEqualTo("said\ncried\n");
      assertThat(Path.of(path, "where")).hasContent(path);
      String json =
          root.larder("build", "x", "--json", "--", "sh", "-c", noisy, "", "", "{}", "{final}")
              .run()
              .well()
              .out();
      assertThat(TestRoot.object(json).get("path")).isEqualTo(path);
      assertThat(TestRoot.object(json).get("cached")).isEqualTo(true);
      assertThat(TestRoot.object(json).get("built")).isEqualTo(false);
    }
  }

  @Test
  void terminalShowsInOneLineWhoBuilds() throws Exception {
    Needs.command("script");
    try (TestRoot root = TestRoot.create()) {
      String script = BEGIN + "while [ ! -e \"$1/go\" ]; do sleep 0.1; done; echo it > \"$2\"";
      Files.writeString(root.beside("script"), script);
      String line = "larder build x -- sh script \"$PWD\" {}";
      Running builder = root.shell(line).in(root.beside("")).start();
      awaitBegun(root);
      Running waiter =
          root.shell("exec script -qec \"$1\" /dev/null", "sh -c '" + line + "'")
              .in(root.beside(""))
              .start();
      // Twice, since a line that is written over is what a terminal is for.
      Patience.until("the line is written over")
          .until(() -> waiter.out().split("\rlarder: waiting for x/", -1).length > 2);

      Files.createFile(root.beside("go"));

      String path = builder.await().well().out().strip();
      String shown = waiter.await().well().out();
      assertThat(shown.substring(0, shown.indexOf(path))).doesNotContain("\n").endsWith(" \r");
      assertThat(shown.substring(shown.indexOf(path)).strip()).isEqualTo(path);
    }
  }

  private static Command build(TestRoot root, String script, String... options) {
    var line = new ArrayList<>(List.of("build", "x"));
    line.addAll(List.of(options));
    line.addAll(List.of("--", "sh", "-c", script, "sh", root.beside("").toString(), "{}"));
    return root.larder(line.toArray(new String[0]));
  }

  private static List<String> begun(TestRoot root) throws IOException {
    return Files.readAllLines(root.beside("begun"));
  }

  /** The process id of the one command that builds, which is its group's too. */
  private static long awaitBegun(TestRoot root) throws IOException {
    Path begun = root.beside("begun");
    Patience.until("a build has begun").until(() -> Files.exists(begun) && Files.size(begun) > 0);
    return Long.parseLong(begun(root).get(0));
  }

  private static void awaitWaiting(TestRoot root, int count) {
    try (Larder larder = root.client()) {
      Patience.until(count + " wait").until(() -> larder.status().workspaces().waiting() == count);
    }
  }
}
