package dev.larder.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.protocol.ProblemKind;
import dev.larder.server.testing.Needs;
import dev.larder.server.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page of metrics: its format, and that the documentation has all of it. */
@Timeout(60)
@SuppressWarnings("try") // closing a stream early is what a builder does
class MetricsPageTest {
  private static final Path TABLE = Path.of("..", "docs", "monitoring.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z_]+)`(?:\\{[a-z]+})? \\| ([a-z]+) \\|.*");

  @RegisterExtension static final LiveDaemon DAEMON = LiveDaemon.with();

  @Test
  void promtoolHasNothingToSay(@TempDir Path folder) throws Exception {
    Needs.thatHolds(
        Shell.tryRun("sh", "-c", "command -v promtool").exitCode() == 0,
        "promtool (Debian: prometheus)");
    use();
    Path page = Files.writeString(folder.resolve("page"), Scrape.of(DAEMON).text());
    Shell.Outcome said = Shell.tryRun("sh", "-c", "promtool check metrics < '" + page + "'");
    assertThat(said.output()).isEmpty();
    assertThat(said.exitCode()).isZero();
  }

  @Test
  void openMetricsIsServedToWhoAsksForIt() throws IOException {
    use();
    Call call = Call.get("/metrics").with("Accept: application/openmetrics-text;version=1.0.0");
    Reply reply = DAEMON.ask(call).has(200);
    assertThat(reply.header("Content-Type")).startsWith("application/openmetrics-text");
    assertThat(reply.text())
        .contains("# TYPE larder_builds_started counter\n")
        .containsPattern("\nlarder_builds_started_total [1-9]")
        .endsWith("# EOF\n");
    assertThat(DAEMON.ask(Call.get("/metrics")).header("Content-Type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
  }

  @Test
  void theTableOfTheDocumentationIsWhatIsServed() throws IOException {
    use();
    Map<String, String> documented = new TreeMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        documented.put(row.group(1), row.group(2));
      }
    }
    assertThat(documented).isEqualTo(Scrape.of(DAEMON).types());
  }

  /** A little of everything, so that every metric has something to say. */
  private void use() throws IOException {
    DAEMON.ask(Call.put("/v1/stats/a", "{\"x\":1}"));
    DAEMON.ask(Call.merge("a", "[]")).problem(ProblemKind.NOT_AN_OBJECT);
    try (Building building = Building.begin(DAEMON, "w/" + UUID.randomUUID())) {
      DAEMON.ask(building.stage("result").commit()).has(200);
    }
  }
}
