package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a daemon has, and has not, of the process that started it. */
class DetachedDaemonTest {

  @Test
  void startedDaemonHoldsNothingOfItsStarter() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      // A terminal, which script(1) makes, and files that a shell leaves open to its children.
      Needs.command("script");
      String merge =
          "exec 7>\"$1\" 8</etc/passwd 9>&1; echo '{\"a\": 1}' | SURPRISE=1 larder merge timings";
      String quoted = "sh -c '" + merge.replace("'", "'\\''") + "' sh " + root.beside("held");
      root.shell("exec script -qec \"$1\" /dev/null", quoted).run().well();

      long daemon = root.daemon().pid();
      Processes.Standing standing = Processes.standing(daemon);
      assertThat(standing.terminal()).isZero();
      assertThat(standing.session()).isEqualTo(daemon);
      assertThat(standing.group()).isEqualTo(daemon);
      assertThat(Processes.variables(daemon))
          .contains("PATH")
          .doesNotContain("SURPRISE", "LARDER_ROOT", "SHELL", "TERM", "OLDPWD");
      Map<Integer, String> files = Processes.openFiles(daemon);
      assertThat(files.get(0)).isEqualTo("/dev/null");
      assertThat(files.get(1)).isEqualTo(root.path() + "/state/start.log");
      assertThat(files.get(2)).isEqualTo(root.path() + "/state/start.log");
      assertThat(files.values())
          .doesNotContain(root.beside("held").toString(), "/etc/passwd")
          .noneMatch(file -> file.startsWith("/dev/pts") || file.startsWith("/dev/tty"));
    }
  }

  @Test
  void startedDaemonHoldsNoPipeOfItsStarter() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      // The pipe's other end, and so the shell, would wait for the daemon's end.
      Ended ended = root.shell("echo '{\"a\": 1}' | larder merge timings 2>&1 | cat").run().well();

      assertThat(ended.out()).isEmpty();
      assertThat(Processes.daemonsOf(root.path())).hasSize(1);
      Set<String> pipes = pipesOfOthers(root.daemon().pid());
      assertThat(pipes).isEmpty();
    }
  }

  @Test
  void hangUpOfItsStartersSessionDoesNotReachIt() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      String script = "echo '{\"a\": 1}' | larder merge timings; kill -s HUP 0; sleep 600";
      Running starter = root.shell(script).inForeground().start();

      assertThat(starter.await().exitCode()).isEqualTo(128 + 1);
      assertThat(root.larder("get", "timings", "--no-start").run().well().out())
          .isEqualTo("{\"a\": 1}");
    }
  }

  @Test
  void daemonHasLeftWhenStopReturns() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      root.larder("merge", "timings").input("{\"a\": 1}").run().well();
      long daemon = root.daemon().pid();

      root.larder("stop").run().well();

      assertThat(Processes.isRunning(daemon)).isFalse();
      assertThat(root.socket()).doesNotExist();
      assertThat(root.daemonFile()).doesNotExist();
      assertThat(Files.readString(root.published("timings"))).isEqualTo("{\"a\": 1}");
      assertThat(root.larder("stop").run().well().out()).isEqualTo("No daemon ran.\n");
    }
  }

  @Test
  void daemonThatNobodyUsesLeavesByItself() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Command merge = root.larder("merge", "timings").with("LARDER_IDLE_EXIT", "1s");
      merge.input("{\"a\": 1}").run().well();

      Patience.until("it has left").until(() -> Processes.daemonsOf(root.path()).isEmpty());

      assertThat(root.socket()).doesNotExist();
      assertThat(Files.readString(root.published("timings"))).isEqualTo("{\"a\": 1}");
    }
  }

  /** Pipes that the daemon did not make itself: those of which it has one end only. */
  private static Set<String> pipesOfOthers(long daemon) throws Exception {
    Map<String, Long> ends =
        Processes.openFiles(daemon).values().stream()
            .filter(file -> file.startsWith("pipe:"))
            .collect(Collectors.groupingBy(file -> file, Collectors.counting()));
    return ends.entrySet().stream()
        .filter(end -> end.getValue() < 2)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
