package dev.larder.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of {@code docker/monitoring}, as a test needs them. */
final class MonitoringFiles {
  static final Path FOLDER = Installed.SOURCE.resolve("docker/monitoring");

  private MonitoringFiles() {}

  /** Every query of the dashboard, as Grafana would ask it for the last minutes. */
  static List<String> queries() throws IOException {
    List<String> found = new ArrayList<>();
    collect(TestRoot.object(read("grafana-dashboard.json")).get("panels"), found);
    return found.stream()
        .map(
            query ->
                query
                    .replace("$job", "larder")
                    .replace("$instance", ".*")
                    .replace("$__rate_interval", "10s")
                    .replace("$__range", "5m"))
        .toList();
  }

  private static void collect(@Nullable Object json, List<String> found) {
    if (json instanceof Map<?, ?> object) {
      if (object.get("expr") instanceof String query) {
        found.add(query);
      }
      object.values().forEach(value -> collect(value, found));
    } else if (json instanceof List<?> array) {
      array.forEach(value -> collect(value, found));
    }
  }

  /**
   * The alert rules with their times cut, so that a trouble is told within seconds: pending times
   * and the bounds of lag and lease age to nearly nothing, all windows to a minute.
   */
  static String quickRules() throws IOException {
    String rules = read("alerts.yml");
    rules = cut(rules, "for: \\d+m\\b", "for: 0s");
    rules = cut(rules, "\\[\\d+m\\]", "[1m]");
    rules = cut(rules, "larder_publish_lag_seconds > 60\\b", "larder_publish_lag_seconds > 1");
    return cut(rules, "larder_oldest_lease_seconds > 3600\\b", "larder_oldest_lease_seconds > 1");
  }

  private static String cut(String rules, String what, String quick) {
    if (!Pattern.compile(what).matcher(rules).find()) {
      throw new AssertionError("The rules have no " + what + " any more");
    }
    return rules.replaceAll(what, quick);
  }

  static String read(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }
}
