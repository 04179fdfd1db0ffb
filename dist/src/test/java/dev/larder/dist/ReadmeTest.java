package dev.larder.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.Messages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** README's examples, as they stand there but for the root's place. */
class ReadmeTest {
  private static final String CURL = "## By curl";
  private static final String SHELL = "## From the shell";
  private static final String NEXT = "\n## ";
  private static final String CODE = "    ";

  @BeforeAll
  static void curlIsThere() {
    Needs.command("curl");
  }

  @Test
  void everyCurlExampleWorksAsTyped() throws IOException, InterruptedException {
    try (TestRoot root = TestRoot.create()) {
      root.serve();
      List<String> lines = code(CURL);
      String alias = line(lines, "alias ");
      List<String> requests =
          lines.stream()
              .filter(line -> line.startsWith("lc "))
              .filter(line -> !isOfABuild(line))
              .toList();
      assertThat(requests).hasSizeGreaterThan(5);

      Ended ended = bash(root, alias, requests).run().well();

      assertThat(ended.out())
          .contains("{\"a.test\": {\"walltime\": 1.5}}", "etag: \"2\"", "{\"documents\":[{")
          .doesNotContain("urn:larder:problem");
      assertThat(ended.out().lines()).anyMatch(line -> line.contains("\"version\":1"));
    }
  }

  @Test
  void theBuildIsGrantedCommittedAndReadyAsTyped() throws IOException, InterruptedException {
    try (TestRoot root = TestRoot.create()) {
      root.serve();
      List<String> lines = code(CURL);
      String alias = line(lines, "alias ");
      Running stream = bash(root, alias, List.of(line(lines, "lc -N "))).start();
      Patience.until("a grant").until(() -> stream.out().contains("granted"));
      BuildEvent.Granted granted =
          (BuildEvent.Granted)
              Messages.readAnswer(
                  stream.out().lines().findFirst().orElseThrow().getBytes(StandardCharsets.UTF_8),
                  BuildEvent.class);

      UnaryOperator<String> filledIn =
          line -> line.replace("STAGING", granted.staging()).replace("TOKEN", granted.token());
      List<String> commit =
          List.of(
              filledIn.apply(line(lines, "echo 'the result'")),
              filledIn.apply(line(lines, "lc -X POST http://larder/v1/leases")));
      bash(root, alias, commit).run().well();

      assertThat(stream.await().well().out()).contains("\"event\":\"ready\"");
      assertThat(Path.of(granted.finalPath())).hasContent("the result\n");
    }
  }

  @Test
  void everyShellExampleWorksAsTyped() throws IOException, InterruptedException {
    Needs.command("gap");
    try (TestRoot root = TestRoot.create()) {
      Files.createDirectories(root.beside("home/.sage"));
      List<String> lines =
          code(SHELL).stream()
              .map(line -> line.replace("~/.cache/larder", root.path().toString()))
              .map(line -> line.replace("gap -q -L", "true | gap -q -L"))
              .toList();
      // The last line of the section's first block stops the daemon; the next one starts another.
      Ended ended =
          root.shell("set -e\n" + String.join("\n", lines) + "\nlarder stop\n")
              .with("HOME", root.beside("home").toString())
              .run()
              .well();

      assertThat(ended.out())
          .contains("{\"a.test\": {\"walltime\": 1.5}, \"b.test\": {\"walltime\": 0.25}}");
      assertThat(root.beside("home/.sage/timings2.json")).content().contains("a.test");
    }
  }

  private static boolean isOfABuild(String line) {
    return line.contains("/build") || line.contains("/leases/");
  }

  private static Command bash(TestRoot root, String alias, List<String> lines) {
    String script = alias + "\n" + String.join("\n", lines) + "\n";
    return root.shell(
        "exec bash -O expand_aliases -c \"$1\"",
        script.replace("/tmp/pantry", root.path().toString()));
  }

  private static String line(List<String> lines, String start) {
    return lines.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  /** The lines of code in a section of the README. */
  private static List<String> code(String heading) throws IOException {
    String readme = Files.readString(Installed.SOURCE.resolve("README.md"));
    int from = readme.indexOf(heading);
    int to = readme.indexOf(NEXT, from + heading.length());
    return readme
        .substring(from, to)
        .lines()
        .filter(line -> line.startsWith(CODE))
        .map(String::strip)
        .toList();
  }
}
