package dev.larder.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.BuildResult;
import dev.larder.client.Larder;
import dev.larder.dist.Prometheus.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What is shipped for those who look after daemons, with a real Prometheus that scrapes a daemon at
 * work, by TLS and a token.
 */
class MonitoringTest {
  private static final String DOC = "timings";

  @Test
  void everyQueryOfTheDashboardHasData() throws Exception {
    Needs.command("prometheus");
    try (TestRoot root = TestRoot.create()) {
      Path cert = Credentials.certificate(root, "daemon");
      Path token = Credentials.token(root, "prometheus", "ro");
      Target target = Target.free().withTls(cert).withToken(token);
      root.serve(
          "--listen",
          target.address(),
          "--tls-cert",
          cert.toString(),
          "--tls-key",
          Credentials.key(root, "daemon").toString(),
          "--tokens",
          Credentials.tokens(root).toString());
      try (Larder larder = root.client()) {
        Prometheus prometheus = Prometheus.scraping(root, target, "groups: []");
        Set<String> without = new LinkedHashSet<>(MonitoringFiles.queries());
        assertThat(without).hasSizeGreaterThan(40);
        int[] round = {0};
        Patience.until("all queries have data: " + without)
            .until(
                () -> {
                  work(larder, round[0]++);
                  without.removeIf(query -> hasData(prometheus, query));
                  return without.isEmpty();
                });
      }
    }
  }

  /** A little of what clients do. */
  private static void work(Larder larder, int round) throws IOException {
    for (int i = 0; i < 20; i++) {
      larder.merge(DOC, ("{\"test-" + i + "\": {\"walltime\": " + round + "}}").getBytes(UTF_8));
    }
    for (int twice = 0; twice < 2; twice++) {
      try (BuildResult result =
          larder.build(
              "table", "k" + round, staging -> Files.writeString(staging.content(), "built"))) {
        assertThat(result.path()).hasContent("built");
      }
    }
  }

  private static boolean hasData(Prometheus prometheus, String query) {
    try {
      return !prometheus.values(query).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(query, e);
    }
  }

  @Test
  void theScrapeExamplesAndTheRulesAreAsPrometheusWantsThem() throws Exception {
    Needs.command("promtool");
    try (TestRoot root = TestRoot.create()) {
      Path folder = Files.createDirectory(root.beside("monitoring"));
      // promtool looks whether the files that are named are there.
      Path any = Files.writeString(folder.resolve("any"), "any");
      String scrape = MonitoringFiles.read("prometheus.yml");
      assertThat(scrape).contains("/etc/prometheus/larder-token", "/etc/prometheus/larder-ca.pem");
      Path config =
          Files.writeString(
              folder.resolve("prometheus.yml"),
              scrape
                  .replace("/etc/prometheus/larder-token", any.toString())
                  .replace("/etc/prometheus/larder-ca.pem", any.toString()));
      Files.copy(MonitoringFiles.FOLDER.resolve("alerts.yml"), folder.resolve("alerts.yml"));

      Ended checked = root.shell("promtool check config \"$1\"", config.toString()).run().well();

      assertThat(checked.out() + checked.err()).contains("SUCCESS").doesNotContain("WARNING");
    }
  }

  @Test
  void theRulesFireAndRestAsTheirUnitTestsSay() throws Exception {
    Needs.command("promtool");
    try (TestRoot root = TestRoot.create()) {
      Ended tested =
          root.shell(
                  "promtool test rules \"$1\"",
                  MonitoringFiles.FOLDER.resolve("alerts-test.yml").toString())
              .run();
      assertThat(tested.exitCode()).as(tested.out() + tested.err()).isZero();
    }
  }
}
