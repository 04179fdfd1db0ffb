package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code larder demo}, as the first thing that anybody sees. */
@Tag("slow")
class DemoTest {
  @Test
  void keepsAllEntriesBuildsOneWorkspaceAndLeavesNothing() throws Exception {
    Needs.command("gap");
    try (TestRoot scratch = TestRoot.create()) {
      Ended ended = demo(scratch).run().well();

      assertKeptAll(ended, "the GAP workspace");
      assertNothingIsLeft(scratch);
    }
  }

  @Test
  void worksWithoutGap() throws Exception {
    try (TestRoot scratch = TestRoot.create()) {
      Ended ended = demo(scratch).with("PATH", pathWithout(scratch, "gap")).run().well();

      assertKeptAll(ended, "Java's class archive");
      assertNothingIsLeft(scratch);
    }
  }

  @Test
  void leavesNothingWhenItIsInterrupted() throws Exception {
    try (TestRoot scratch = TestRoot.create()) {
      Running demo = demo(scratch).inForeground().start();
      Patience.until("its daemon runs")
          .until(() -> !Processes.naming(scratch.beside("tmp")).isEmpty() && hasDaemon(scratch));

      demo.signalGroup("INT");

      assertThat(demo.await().exitCode()).isEqualTo(128 + 2);
      assertNothingIsLeft(scratch);
    }
  }

  private static Command demo(TestRoot scratch) throws IOException {
    Path temporary = Files.createDirectory(scratch.beside("tmp"));
    return scratch
        .larder("demo", "--json")
        .with("LARDER_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
  }

  private static boolean hasDaemon(TestRoot scratch) throws IOException {
    try (DirectoryStream<Path> demos = Files.newDirectoryStream(scratch.beside("tmp"))) {
      for (Path demo : demos) {
        return Files.exists(demo.resolve("root/state/daemon.json"));
      }
    }
    return false;
  }

  private static void assertKeptAll(Ended ended, String result) {
    Map<String, Object> counted = TestRoot.object(ended.out());
    assertThat(counted.get("entries")).isEqualTo(562);
    assertThat(counted.get("requests")).isEqualTo(10);
    assertThat(counted.get("result")).isEqualTo(result);
    assertThat(counted.get("with")).extracting("kept", "builds").containsExactly(562, 1);
    assertThat((Iterable<?>) counted.get("problems")).isEmpty();
  }

  private static void assertNothingIsLeft(TestRoot scratch) throws IOException {
    assertThat(scratch.beside("tmp")).isEmptyDirectory();
    assertThat(Processes.naming(scratch.beside("tmp"))).isEmpty();
  }

  /** A PATH with everything that this one has, but one command. */
  private static String pathWithout(TestRoot scratch, String command) throws IOException {
    Path commands = Files.createDirectory(scratch.beside("commands"));
    for (String folder : System.getenv("PATH").split(":", -1)) {
      if (!Files.isDirectory(Path.of(folder))) {
        continue;
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder))) {
        for (Path file : files) {
          if (!file.getFileName().toString().equals(command)) {
            link(commands.resolve(file.getFileName()), file);
          }
        }
      }
    }
    return commands.toString();
  }

  private static void link(Path link, Path file) throws IOException {
    try {
      Files.createSymbolicLink(link, file);
    } catch (FileAlreadyExistsException e) {
      // Of two of one name the first on the PATH is meant.
    }
  }
}
