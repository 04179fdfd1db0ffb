package dev.larder.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.larder.client.http.ScriptedPeer;
import dev.larder.client.http.ScriptedPeer.Scene;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a peer on a real socket, with real commands in real process groups. */
@Timeout(60)
class BuildCommandTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String READY =
      "{\"event\":\"ready\",\"path\":\"/store/content\",\"digest\":\"sha256:00\",\"bytes\":5,"
          + "\"cached\":true,\"stale\":false}\n";
  private static final String COMMITTED =
      "{\"path\":\"/store/content\",\"digest\":\"sha256:00\",\"bytes\":5,\"fence\":41,\"kept\":false}";

  @TempDir private Path folder;
  private ScriptedPeer peer;

  @BeforeEach
  void open() throws Exception {
    peer = new ScriptedPeer(folder.resolve("peer.sock"));
  }

  @AfterEach
  void close() throws Exception {
    peer.close();
  }

  @Test
  void thePathOfAReadyResultIsAllThatIsPrintedAndNothingRuns() {
    peer.then(stream(READY));
    var shell = TestShell.piped();

    assertThat(run(shell, "touch", "{}", folder.resolve("ran").toString())).isZero();
    assertThat(shell.out()).isEqualTo("/store/content\n");
    assertThat(shell.err()).isEmpty();
    assertThat(folder.resolve("ran")).doesNotExist();
    assertThat(peer.heard().get(0)).startsWith("POST /v1/workspaces/w/" + key() + "/build ");
  }

  @Test
  void theCommandWritesTheResultAndKnowsItsLeaseAndWhereItWillLie() {
    peer.then(stream(granted())).then(answering(200, COMMITTED));
    var shell = TestShell.piped();

    assertThat(run(shell, "sh", "-c", "echo $LARDER_LEASE {final} > {}")).isZero();
    assertThat(shell.out()).isEqualTo("/store/content\n");
    assertThat(folder.resolve("content")).hasContent("t1 /store/content");
  }

  @Test
  void aFailedCommandIsToldToThoseWhoWaitAndItsExitCodeIsOurs() {
    peer.then(stream(granted())).then(answering(200, "{\"status\":\"ok\"}"));
    var shell = TestShell.piped();

    assertThat(run(shell, "sh", "-c", "exit 3 {}")).isEqualTo(3);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err()).isEqualTo("larder: the command ended with exit code 3\n");
    assertThat(peer.heard().get(1))
        .startsWith("POST /v1/leases/t1/fail ")
        .contains("\"exit_code\":3");
  }

  @Test
  void theCommandEndsWhenItsLeaseIsLostAndTheResultOfAnotherIsTaken() {
    peer.then(
            line -> {
              line.hear();
              line.beginStream().chunk(granted());
              await().atMost(SOON).until(() -> Files.exists(folder.resolve("runs")));
            })
        .then(stream(lost()))
        .then(stream(READY));
    var shell = TestShell.piped();

    int exitCode = run(shell, "sh", "-c", "touch %s; sleep 600; : {}".formatted(runs()));

    assertThat(exitCode).isZero();
    assertThat(shell.out()).isEqualTo("/store/content\n");
  }

  @Test
  void aBuilderThatIsToldToEndGivesItsLeaseBackEndsItsCommandAndTellsNobodyOfAFailure()
      throws Exception {
    var givenBack = new CountDownLatch(1);
    peer.then(
        line -> {
          line.hear();
          line.beginStream().chunk(granted());
          if (line.hungUp()) {
            givenBack.countDown();
          }
        });
    String script =
        "echo $$ > %s.tmp; mv %s.tmp %s; sleep 600; : {}".formatted(runs(), runs(), runs());
    Process builder =
        larder("sh", "-c", script)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    try {
      await().atMost(SOON).until(() -> Files.exists(runs()));
      long command = Long.parseLong(Files.readString(runs()).strip());

      builder.toHandle().destroy(); // TERM; destroy of the process would close its streams too.

      assertThat(givenBack.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(builder.waitFor()).isEqualTo(128 + 15);
      await().atMost(SOON).until(() -> ProcessHandle.of(command).isEmpty());
      assertThat(folder.resolve("said")).isEmptyFile();
      assertThat(peer.heard()).hasSize(1);
    } finally {
      builder.destroyForcibly();
    }
  }

  @Test
  void whatTheCommandPrintsIsNotOnStandardOutput() throws Exception {
    peer.then(stream(granted())).then(answering(200, COMMITTED));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");

    Process builder =
        larder("sh", "-c", "echo printed; echo complained >&2; echo x > {}")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();

    assertThat(builder.waitFor()).isZero();
    assertThat(out).hasContent("/store/content\n");
    assertThat(err).hasContent("printed\ncomplained");
  }

  private String granted() {
    return "{\"event\":\"granted\",\"token\":\"t1\",\"fence\":41,\"staging\":\"%s\","
            .formatted(folder)
        + "\"final\":\"/store/content\",\"expires_in_ms\":null}\n";
  }

  private static String lost() {
    return "{\"event\":\"failed\",\"problem\":{\"type\":\"urn:larder:problem:lease-lost\","
        + "\"title\":\"t\",\"status\":409,\"detail\":\"Lost.\",\"action\":\"Ask again.\"}}\n";
  }

  /** A build stream that says this and then stays open until the client closes it. */
  private static Scene stream(String event) {
    return line -> {
      line.hear();
      line.beginStream().chunk(event);
      line.hungUp();
    };
  }

  private static Scene answering(int status, String body) {
    return line -> {
      line.hear();
      line.answer(status, "", body);
    };
  }

  private Path runs() {
    return folder.resolve("runs");
  }

  private String key() {
    try {
      List<String> command = List.of("touch", "{}", folder.resolve("ran").toString());
      return BuildKey.of("w", List.of(), List.of(), command).value();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int run(TestShell shell, String... command) {
    return shell.run(line(command).toArray(new String[0]));
  }

  private ProcessBuilder larder(String... command) {
    var line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    line.addAll(line(command));
    return new ProcessBuilder(line);
  }

  private List<String> line(String... command) {
    var line = new ArrayList<>(List.of("build", "w", "--endpoint=" + peer.endpoint(), "--"));
    line.addAll(List.of(command));
    return line;
  }
}
