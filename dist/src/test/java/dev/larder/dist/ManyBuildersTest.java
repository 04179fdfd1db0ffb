package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.Larder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten that need one result at once, and the death of the one that builds it. */
class ManyBuildersTest {
  private static final int CLIENTS = 10;

  /** Says that it builds and who it is; the first one then never gets to an end by itself. */
  private static final String BEGIN =
      "echo \"$$ $PPID\" >> \"$1\"; [ \"$(wc -l < \"$1\")\" -gt 1 ] || exec sleep 600; ";

  private static final String GAP = "echo 'SaveWorkspace(\"'\"$2\"'\");' | gap -q > /dev/null";

  @Test
  void builderKilledInMidBuildIsFollowedByOneOther() throws Exception {
    try (TestRoot root = TestRoot.create()) {
      Path begun = root.beside("begun");
      List<Running> clients = startAll(root, BEGIN + "echo it > \"$2\"");
      long command = awaitFirstBuild(begun);
      Running builder = clientOf(command, clients);

      // Only the client: what it started has to be ended by others.
      builder.kill();

      Path result = onePathOfNine(clients, builder);
      assertThat(result).hasContent("it");
      assertThat(Files.readAllLines(begun)).hasSize(2);
      Patience.until("the killed client's command is gone")
          .until(() -> !Processes.isRunning(command));
      root.larder("stop").run().well();
      assertThat(root.path().resolve("state/staging")).isEmptyDirectory();
    }
  }

  @Test
  void gapWorkspaceIsBuiltByTheNextWhenBuilderAndGroupAreKilled() throws Exception {
    Needs.command("gap");
    try (TestRoot root = TestRoot.create()) {
      Path begun = root.beside("begun");
      List<Running> clients = startAll(root, BEGIN + GAP);
      long command = awaitFirstBuild(begun);
      Running builder = clientOf(command, clients);

      // In this order: a command that is killed under a living client is a build that failed.
      root.shell("kill -s KILL -- \"$1\" \"-$2\"", "" + builder.pid(), "" + command).run();

      Path workspace = onePathOfNine(clients, builder);
      assertThat(Files.readAllLines(begun)).hasSize(2);
      Ended sum = root.shell("echo 'Print(6*7);' | gap -q -L \"$1\"", "" + workspace).run();
      assertThat(sum.well().out()).contains("42");
    }
  }

  private static List<Running> startAll(TestRoot root, String script) throws IOException {
    var clients = new ArrayList<Running>();
    for (int client = 0; client < CLIENTS; client++) {
      clients.add(
          root.larder(
                  "build", "gap", "--", "sh", "-c", script, "sh", "" + root.beside("begun"), "{}")
              .start());
    }
    // All of them have come before anything happens to the first.
    try (Larder larder = root.client()) {
      Patience.until("one builds and nine wait")
          .until(() -> larder.status().workspaces().waiting() == CLIENTS - 1);
    }
    return clients;
  }

  /** The process id of the command that builds. */
  private static long awaitFirstBuild(Path begun) throws IOException {
    Patience.until("a build has begun").until(() -> Files.exists(begun) && Files.size(begun) > 0);
    List<String> lines = Files.readAllLines(begun);
    assertThat(lines).hasSize(1);
    return Long.parseLong(lines.get(0).split(" ", -1)[0]);
  }

  private static Running clientOf(long command, List<Running> clients) throws IOException {
    long parent = Processes.standing(command).parent();
    return clients.stream().filter(client -> client.pid() == parent).findFirst().orElseThrow();
  }

  private static Path onePathOfNine(List<Running> clients, Running killed) throws Exception {
    var paths = new ArrayList<String>();
    for (Running client : clients) {
      if (client != killed) {
        paths.add(client.await().well().out());
      }
    }
    assertThat(paths).hasSize(CLIENTS - 1).containsOnly(paths.get(0));
    return Path.of(paths.get(0).strip());
  }
}
