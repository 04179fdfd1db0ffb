package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the command leaves for a shell, and what it says, when things are not as they should be. */
class ExitCodesTest {
  private static TestRoot root;

  @BeforeAll
  static void oneDaemonForAll() throws IOException {
    root = TestRoot.create();
    root.serve();
  }

  @AfterAll
  static void end() throws IOException {
    root.close();
  }

  @Test
  void missingDocumentGivesFour() throws Exception {
    Ended missing = root.larder("get", "missing").run();
    assertThat(missing.exitCode()).isEqualTo(4);
    assertThat(missing.out()).isEmpty();
    assertThat(missing.err()).startsWith("larder: There is no document 'missing'.").hasLineCount(1);

    Ended asJson = root.larder("get", "missing", "--json").run();
    assertThat(asJson.exitCode()).isEqualTo(4);
    assertThat(TestRoot.object(asJson.err()))
        .containsEntry("type", "urn:larder:problem:not-found")
        .containsEntry("status", 404);
  }

  @Test
  void badInputGivesOneAndChangesNothing() throws Exception {
    Ended bad = root.larder("merge", "bad-input").input("{\"a\": 1,\n \"b\": NaN}").run();
    assertThat(bad.exitCode()).isEqualTo(1);
    assertThat(bad.err()).startsWith("larder: ").contains("line 2, column 7 (byte 15)");

    Files.writeString(root.beside("list.json"), "[1]");
    Ended list = root.larder("merge", "bad-input", root.beside("list.json").toString()).run();
    assertThat(list.exitCode()).isEqualTo(1);
    assertThat(list.err()).contains("object");

    Ended noFile = root.larder("put", "bad-input", root.beside("none.json").toString()).run();
    assertThat(noFile.exitCode()).isEqualTo(1);
    assertThat(noFile.err())
        .isEqualTo("larder: " + root.beside("none.json") + ": there is no such file\n");

    assertThat(root.larder("merge", "..").input("{}").run().exitCode()).isEqualTo(1);
    assertThat(root.larder("get", "bad-input").run().exitCode()).isEqualTo(4);
  }

  @Test
  void failedPreconditionGivesOneAndItsProblem() throws Exception {
    String answer = root.larder("put", "once", "--json").input("{\"a\": 1}").run().well().out();
    assertThat(TestRoot.object(answer)).containsEntry("version", 1).containsEntry("entries", 1);

    Ended again = root.larder("put", "once", "--if-absent", "--json").input("{\"a\": 2}").run();

    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(TestRoot.object(again.err()))
        .containsEntry("type", "urn:larder:problem:precondition-failed");
    assertThat(root.larder("get", "once", "/a").run().well().out()).isEqualTo("1");
  }

  @Test
  void wrongUsageGivesTwoAndTheWayToHelp() throws Exception {
    for (String line : new String[] {"frobnicate", "merge", "get a --no-such-option", "build x"}) {
      Ended wrong = root.larder(line.split(" ", -1)).run();
      assertThat(wrong.exitCode()).as(line).isEqualTo(2);
      assertThat(wrong.err()).as(line).startsWith("larder: ").contains("--help");
      assertThat(wrong.out()).isEmpty();
    }
    Ended noPlace = root.larder("build", "x", "--", "true").run();
    assertThat(noPlace.exitCode()).isEqualTo(2);
    assertThat(noPlace.err()).contains("{}");
  }

  @Test
  void noDaemonGivesThreeAndStartsNoneWhereThatIsAsked() throws Exception {
    try (TestRoot empty = TestRoot.create()) {
      Ended unreached = empty.larder("get", "timings", "--no-start").run();
      assertThat(unreached.exitCode()).isEqualTo(3);
      assertThat(unreached.err()).startsWith("larder: No daemon runs for " + empty.path());
      assertThat(empty.larder("status").run().exitCode()).isEqualTo(3);
      assertThat(
              empty
                  .larder("ls", "--endpoint", "unix:" + empty.beside("none.sock"))
                  .run()
                  .exitCode())
          .isEqualTo(3);
      assertThat(empty.path()).doesNotExist();
      assertThat(Processes.daemonsOf(empty.path())).isEmpty();
    }
  }

  @Test
  void daemonThatDoesNotAnswerGivesFive() throws Exception {
    try (TestRoot stopped = TestRoot.create()) {
      Running daemon = stopped.serve();
      daemon.signal("STOP");

      Ended timedOut = stopped.larder("get", "timings", "--timeout", "300ms").run();

      assertThat(timedOut.exitCode()).isEqualTo(5);
      assertThat(timedOut.err()).startsWith("larder: ").contains("did not answer in time");
      daemon.signal("CONT");
      assertThat(stopped.larder("get", "timings").run().exitCode()).isEqualTo(4);
    }
  }

  @Test
  void readerThatGoesAwayEndsTheCommandQuietly() throws Exception {
    String long1 = "\"" + "x".repeat(1_000_000) + "\"";
    root.larder("merge", "long").input("{\"a\": " + long1 + "}").run().well();

    Ended piped = root.shell("{ larder get long; echo \"$?\" >&2; } | head -c 1").run().well();

    assertThat(piped.out()).isEqualTo("{");
    assertThat(piped.err()).isEqualTo("141\n");
  }
}
