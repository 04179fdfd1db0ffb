package dev.larder.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The page's lines, as they stand there but for the names of what they make: a person's images,
 * containers and volumes stay as they are. The build that runs this test has run the first line.
 */
class ReadmeTest {
  private static final String CODE = "    ";

  @BeforeAll
  static void engineIsThere() {
    Needs.engine();
  }

  @Test
  void theLinesThatBuildAndRunWorkAsTyped() throws IOException {
    List<String> build = code("## Build it");
    List<String> run = code("## Run it");
    assertThat(build.get(0)).startsWith("mvn ");
    String lines =
        String.join("\n", build.subList(1, build.size())) + "\n" + String.join("\n", run);
    String renamed =
        lines
            .replaceAll("-t larder", "-t readme-larder")
            .replaceAll("larder-builder sh", "readme-larder-builder sh")
            .replaceAll("no-new-privileges larder", "no-new-privileges readme-larder")
            .replaceAll("--name larder", "--name readme-larder")
            .replaceAll("(exec|stop|rm -v) larder", "$1 readme-larder")
            .replaceAll("-v pantry:", "-v readme-pantry:");
    try {
      String said = Tool.run("sh", "-c", "set -e\n" + withAWait(renamed)).well();

      assertThat(said).contains("/var/lib/larder/root", "{\"a\": 1}");
    } finally {
      Tool.run("docker", "rm", "-f", "-v", "readme-larder");
      Tool.run("docker", "volume", "rm", "readme-pantry");
      Tool.run("docker", "image", "rm", "readme-larder", "readme-larder-builder");
    }
  }

  /** A person types no faster than a daemon starts. */
  private static String withAWait(String lines) {
    return lines.replaceFirst(
        "\ndocker exec",
        "\nuntil docker logs readme-larder 2>/dev/null | grep -q ^ready; do :; done\ndocker exec");
  }

  /** The lines of code in a section of the page. */
  private static List<String> code(String heading) throws IOException {
    String page = Files.readString(Tool.SOURCE.resolve("docker/README.md"));
    int from = page.indexOf(heading);
    int to = page.indexOf("\n## ", from + heading.length());
    return page.substring(from, to)
        .lines()
        .filter(line -> line.startsWith(CODE))
        .map(String::strip)
        .toList();
  }
}
