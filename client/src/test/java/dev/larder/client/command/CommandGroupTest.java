package dev.larder.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs real processes. */
@Timeout(60)
class CommandGroupTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path folder;

  @Test
  void theExitCodeIsTheCommands() throws Exception {
    assertThat(exitCode("exit 0")).isZero();
    assertThat(exitCode("exit 7")).isEqualTo(7);
    assertThat(exitCode("kill -s KILL $$")).isEqualTo(128 + 9);
  }

  @Test
  void aCommandThatDoesNotExistEndsAsInAShell() throws Exception {
    try (var group = CommandGroup.start(List.of("no-such-command-of-larder"), Map.of())) {
      assertThat(group.await()).isEqualTo(127);
    }
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    Path file = folder.resolve("arguments");
    List<String> odd = List.of("", "a b", "*", "$HOME", "'\"", "-e", "é");
    var command = new ArrayList<>(List.of("sh", "-c", "printf '%s\\n' \"$@\" > " + file, "sh"));
    command.addAll(odd);

    try (var group = CommandGroup.start(command, Map.of())) {
      assertThat(group.await()).isZero();
    }

    assertThat(Files.readAllLines(file)).isEqualTo(odd);
  }

  @Test
  void theCommandLeadsASessionOfItsOwnWithAnEmptyInputAndTheVariables() throws Exception {
    Path file = folder.resolve("seen");
    String script =
        "echo \"$LARDER_LEASE\" > %s; cat >> %s; ps -o pgid= -p $$ >> %s; ps -o sid= -p $$ >> %s"
            .formatted(file, file, file, file);

    try (var group = CommandGroup.start(sh(script), Map.of("LARDER_LEASE", "token"))) {
      assertThat(group.await()).isZero();
      String pid = Long.toString(group.pid());
      assertThat(Files.readAllLines(file)).map(String::strip).containsExactly("token", pid, pid);
    }
  }

  @Test
  void closingEndsEveryProcessOfTheGroup() throws Exception {
    List<Long> members;
    CommandGroup group = CommandGroup.start(sh(family()), Map.of());
    try (group) {
      members = awaitFamily();
    }

    assertThat(members).noneMatch(CommandGroupTest::runs);
    assertThat(group.await()).isEqualTo(128 + 15);
  }

  @Test
  void whatACommandLeavesBehindEndsWithIt() throws Exception {
    Path file = folder.resolve("pid");
    try (var group = CommandGroup.start(sh("sleep 600 & echo $! > " + file), Map.of())) {
      assertThat(group.await()).isZero();
    }

    assertThat(runs(Long.parseLong(Files.readString(file).strip()))).isFalse();
  }

  @Test
  void aCommandThatIgnoresTermIsKilled() throws Exception {
    Path file = folder.resolve("pid");
    String script = "trap '' TERM; echo $$ > %s; while :; do sleep 600; done".formatted(file);
    CommandGroup group = CommandGroup.start(sh(script), Map.of(), "0.05 0.05");
    try (group) {
      await().atMost(SOON).until(() -> Files.exists(file) && Files.size(file) > 0);
    }

    assertThat(group.await()).isEqualTo(128 + 9);
  }

  @Test
  void theGroupEndsWhenItsStarterIsKilled() throws Exception {
    Process starter =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Starter.class.getName(),
                family())
            .inheritIO()
            .start();
    try {
      List<Long> members = awaitFamily();

      starter.destroyForcibly();

      await().atMost(SOON).until(() -> members.stream().noneMatch(CommandGroupTest::runs));
    } finally {
      starter.destroyForcibly();
    }
  }

  @Test
  void whatTheCommandPrintsGoesToStandardErrorAlone() throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process starter =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Starter.class.getName(),
                "echo printed; echo complained >&2")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();

    assertThat(starter.waitFor()).isZero();
    assertThat(out).isEmptyFile();
    assertThat(err).hasContent("printed\ncomplained");
  }

  /** A process that starts a command, as {@code larder build} does. */
  static final class Starter {
    private Starter() {}

    public static void main(String[] arguments) throws Exception {
      try (var group = CommandGroup.start(sh(arguments[0]), Map.of())) {
        System.exit(group.await());
      }
    }
  }

  /** Three generations, whose process ids stand in the folder. */
  private String family() {
    return "sh -c 'sleep 600 & echo $! > %s; wait' & echo $! > %s; echo $$ > %s; wait"
        .formatted(folder.resolve("1"), folder.resolve("2"), folder.resolve("3"));
  }

  private List<Long> awaitFamily() {
    return await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(
            () -> List.of(pidIn("1"), pidIn("2"), pidIn("3")),
            pids -> pids.stream().allMatch(CommandGroupTest::runs));
  }

  private long pidIn(String file) throws IOException {
    return Long.parseLong(Files.readString(folder.resolve(file)).strip());
  }

  /** A process that has ended and that its parent has not looked at yet does not run. */
  private static boolean runs(long pid) {
    try {
      String status = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return status.charAt(status.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  private int exitCode(String script) throws Exception {
    try (var group = CommandGroup.start(sh(script), Map.of())) {
      return group.await();
    }
  }

  private static List<String> sh(String script) {
    return List.of("sh", "-c", script);
  }
}
