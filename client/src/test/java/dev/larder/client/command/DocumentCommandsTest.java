package dev.larder.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.command.Terminals.Stream;
import dev.larder.client.http.ScriptedPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a peer on a real socket that answers as a test has it. */
@Timeout(60)
class DocumentCommandsTest {
  private static final String WRITTEN = "{\"version\":7,\"entries\":2,\"bytes\":30}";
  private static final String ODD_JSON = "{\"é\":  1e400, \"b\":0.10}";

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
  void getWritesTheBytesAsTheyWereServed() {
    answer(200, "ETag: \"7\"\n", ODD_JSON);
    var shell = TestShell.piped();

    assertThat(run(shell, "get", "doc")).isZero();
    assertThat(shell.out()).isEqualTo(ODD_JSON);
    assertThat(shell.err()).isEmpty();
  }

  @Test
  void getEndsTheLineOnATerminal() {
    answer(200, "ETag: \"7\"\n", ODD_JSON);
    var shell = TestShell.onTerminals(Map.of(), Stream.OUT);

    assertThat(run(shell, "get", "doc")).isZero();
    assertThat(shell.out()).isEqualTo(ODD_JSON + "\n");
  }

  @Test
  void getOfAPartSendsItsPointer() {
    answer(200, "ETag: \"7\"\n", "0.10");
    var shell = TestShell.piped();

    assertThat(run(shell, "get", "doc", "/a b/c")).isZero();
    assertThat(shell.out()).isEqualTo("0.10");
    assertThat(peer.heard().get(0)).startsWith("GET /v1/stats/doc?pointer=");
  }

  @Test
  void whatIsNotThereEndsWithFour() {
    answer(
        404,
        "Content-Type: application/problem+json\n",
        "{\"type\":\"urn:larder:problem:not-found\",\"title\":\"t\",\"status\":404,"
            + "\"detail\":\"There is no document 'doc'.\",\"action\":\"Merge into it.\"}");
    var shell = TestShell.piped();

    assertThat(run(shell, "get", "doc")).isEqualTo(4);
    assertThat(shell.out()).isEmpty();
    assertThat(shell.err()).isEqualTo("larder: There is no document 'doc'. Merge into it.\n");
  }

  @Test
  void mergeSendsStandardInputAndSaysNothing() {
    answer(200, "", WRITTEN);
    var shell = TestShell.withInput(ODD_JSON);

    assertThat(run(shell, "merge", "doc")).isZero();
    assertThat(shell.out() + shell.err()).isEmpty();
    assertThat(peer.heard().get(0)).startsWith("POST /v1/stats/doc/merge").endsWith(ODD_JSON);
  }

  @Test
  void mergeSendsAFileWithTheAcknowledgementThatIsAskedForAndTellsAProgramTheAnswer()
      throws Exception {
    answer(200, "", WRITTEN);
    Path file = Files.writeString(folder.resolve("entries.json"), ODD_JSON);
    var shell = TestShell.piped();

    assertThat(run(shell, "merge", "doc", file.toString(), "--ack=published", "--json")).isZero();
    assertThat(shell.out()).isEqualTo(WRITTEN + "\n");
    assertThat(peer.heard().get(0)).contains("ack=published").endsWith(ODD_JSON);
  }

  @Test
  void aWriteTakesAKeyByWhichItIsDoneOnce() {
    for (String command : new String[] {"merge", "put", "patch", "delete"}) {
      answer(200, "", WRITTEN);
      var shell = TestShell.withInput("{}");
      assertThat(run(shell, command, "doc", "--idempotency-key", "job-7")).isZero();
    }
    assertThat(peer.heard())
        .hasSize(4)
        .allMatch(request -> request.contains("Idempotency-Key: \"job-7\"\r\n"));
    var shell = TestShell.withInput("{}");
    assertThat(run(shell, "merge", "doc", "--idempotency-key", "job 7")).isEqualTo(1);
    assertThat(shell.err()).contains("Idempotency-Key");
  }

  @Test
  void batchSendsFilesAndStandardInputAsOneRequest() throws Exception {
    String answer = "{\"documents\":{\"t\":" + WRITTEN + ",\"f\":" + WRITTEN + "}}";
    answer(200, "", answer);
    Path file = Files.writeString(folder.resolve("entries.json"), ODD_JSON);
    var shell = TestShell.withInput("{\"x\": 1}");

    assertThat(run(shell, "batch", "t=" + file, "f=-", "--json")).isZero();
    assertThat(shell.out()).isEqualTo(answer + "\n");
    assertThat(peer.heard().get(0))
        .startsWith("POST /v1/batch?ack=durable")
        .endsWith("{\"merges\": {\"t\": " + ODD_JSON + ", \"f\": {\"x\": 1}}}");
  }

  @Test
  void batchNamesThePartThatIsWrongAndSendsNothing() throws Exception {
    Path good = Files.writeString(folder.resolve("good.json"), "{}");
    for (String bad : new String[] {"", "[]", "{}, \"other\": {}", "{\"a\": }", "{} {}"}) {
      Path file = Files.writeString(folder.resolve("bad.json"), bad);
      var shell = TestShell.piped();
      assertThat(run(shell, "batch", "a=" + good, "b=" + file)).isEqualTo(1);
      assertThat(shell.err()).startsWith("larder: Document 'b': ");
    }
    assertThat(peer.heard()).isEmpty();
  }

  @Test
  void batchRefusesWhatItCannotTellApart() {
    for (String[] wrong : new String[][] {{"t"}, {"=f"}, {"t="}, {"t=a", "t=b"}, {"t=-", "f=-"}}) {
      var line = new String[wrong.length + 1];
      line[0] = "batch";
      System.arraycopy(wrong, 0, line, 1, wrong.length);
      assertThat(run(TestShell.withInput("{}"), line)).isEqualTo(2);
    }
  }

  @Test
  void conditionsOfAWriteAreSent() {
    answer(200, "", WRITTEN);
    answer(200, "", WRITTEN);
    answer(200, "", WRITTEN);

    assertThat(run(TestShell.withInput("{}"), "put", "doc", "-", "--if-version", "6")).isZero();
    assertThat(run(TestShell.withInput("{}"), "put", "doc", "--if-absent")).isZero();
    assertThat(run(TestShell.piped(), "delete", "doc", "--if-version=7")).isZero();

    assertThat(peer.heard().get(0)).startsWith("PUT /v1/stats/doc").contains("If-Match: \"6\"");
    assertThat(peer.heard().get(1)).contains("If-None-Match: *");
    assertThat(peer.heard().get(2)).startsWith("DELETE ").contains("If-Match: \"7\"");
  }

  @Test
  void settingsAreShownWithoutAFileAndReplacedWithOne() {
    answer(200, "", "{\"publish\":null,\"mode\":\"0644\",\"indent\":1}");
    answer(200, "", WRITTEN);
    var shell = TestShell.piped();

    assertThat(run(shell, "settings", "doc")).isZero();
    assertThat(shell.out())
        .isEqualTo(
            "{\"publish\":null,\"mode\":\"0644\",\"indent\":1,\"rules\":null,"
                + "\"expire_entries_after\":null,\"max_entries\":null}\n");
    assertThat(run(TestShell.withInput("{\"indent\": 2}"), "settings", "doc", "-")).isZero();
    assertThat(peer.heard().get(1)).startsWith("PUT ").contains("\"indent\":2");
  }

  @Test
  void documentsAreListedAsATable() {
    answer(
        200,
        "",
        "{\"documents\":[{\"name\":\"timings\",\"version\":7,\"entries\":562,\"bytes\":38476,"
            + "\"published\":[{\"path\":\"/r/stats/timings.json\",\"version\":7,\"problem\":null},"
            + "{\"path\":\"/h/t.json\",\"version\":3,\"problem\":\"no rights\"}]}]}");
    var shell = TestShell.piped();

    assertThat(run(shell, "ls", "stats")).isZero();
    assertThat(shell.out())
        .isEqualTo(
            """
            DOCUMENT  VERSION  ENTRIES  BYTES  PUBLISHED AT
            timings         7      562  38476  /r/stats/timings.json, /h/t.json (no rights)
            """);
  }

  @Test
  void statusTellsWhatNeedsAttention() {
    answer(
        200,
        "",
        "{\"version\":\"1\",\"protocol\":1,\"pid\":77,\"root\":\"/r\",\"endpoints\":[\"unix:/r/s\"],"
            + "\"started\":\"2026-01-01T00:00:00Z\",\"connections\":2,"
            + "\"stats\":{\"documents\":1,\"entries\":2,\"bytes\":3,\"writes\":4},"
            + "\"workspaces\":{\"ready\":5,\"building\":6,\"waiting\":7,\"fence\":8,\"bytes\":9,\"pins\":2},"
            + "\"journal\":{\"bytes\":9,\"segments\":1,\"sequence\":11},"
            + "\"notices\":[{\"about\":\"timings\",\"what\":\"cannot be published\",\"since\":null}]}");
    var shell = TestShell.piped();

    assertThat(run(shell, "status")).isZero();
    assertThat(shell.out())
        .contains("pid 77")
        .contains("5 ready, 6 building, 7 waiting", "9 bytes, 2 pins")
        .endsWith("  attention   timings: cannot be published\n");
  }

  private void answer(int status, String headers, String body) {
    peer.then(
        line -> {
          line.hear();
          line.answer(status, headers, body);
        });
  }

  private int run(TestShell shell, String... arguments) {
    var line = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, line, 0, arguments.length);
    line[arguments.length] = "--endpoint=" + peer.endpoint();
    return shell.run(line);
  }
}
