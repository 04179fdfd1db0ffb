package dev.larder.dist;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A real Prometheus that scrapes one daemon, as the job {@code larder}, very often. Its files are
 * in the root's folder, with which it ends.
 */
final class Prometheus {
  /** A scrape of a daemon whose engine does not answer takes 900 ms. */
  private static final String OFTEN = "1500ms";

  private final Running process;
  private final String url;

  private Prometheus(Running process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * What it scrapes.
   *
   * @param address {@code host:port}
   * @param how further lines of the job: the scheme, and what is shown to the daemon
   */
  record Target(String address, List<String> how) {
    /** A loopback address that nobody listens on, where everybody may look. */
    static Target free() throws IOException {
      return new Target(freeAddress(), List.of());
    }

    /** The same, with a token. */
    Target withToken(Path token) {
      return with("authorization: {type: Bearer, credentials_file: '" + token + "'}");
    }

    /** The same, by TLS. */
    Target withTls(Path ca) {
      return with("scheme: https").with("tls_config: {ca_file: '" + ca + "'}");
    }

    private Target with(String line) {
      List<String> more = new ArrayList<>(how);
      more.add("    " + line);
      return new Target(address, more);
    }
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param rules the text of its alert rules
   */
  static Prometheus scraping(TestRoot root, Target target, String rules) throws IOException {
    Path folder = Files.createDirectory(root.beside("prometheus"));
    Files.writeString(folder.resolve("rules.yml"), rules);
    List<String> lines =
        new ArrayList<>(
            List.of(
                "global: {scrape_interval: " + OFTEN + ", scrape_timeout: " + OFTEN + ",",
                "  evaluation_interval: 500ms}",
                "rule_files: [rules.yml]",
                "scrape_configs:",
                "  - job_name: larder",
                "    static_configs: [{targets: ['" + target.address() + "']}]"));
    lines.addAll(target.how());
    Path config = Files.write(folder.resolve("prometheus.yml"), lines);
    String address = freeAddress();
    Running process =
        root.shell(
                "exec prometheus --config.file=\"$1\" --storage.tsdb.path=\"$2\""
                    + " --web.listen-address=\"$3\"",
                config.toString(),
                folder.resolve("data").toString(),
                address)
            .start();
    Prometheus prometheus = new Prometheus(process, "http://" + address);
    Patience.until("Prometheus answers").until(prometheus::isReady);
    return prometheus;
  }

  private static String freeAddress() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
      return loopback.getHostAddress() + ":" + socket.getLocalPort();
    }
  }

  private boolean isReady() throws IOException, InterruptedException {
    if (!process.isAlive()) {
      throw new AssertionError("Prometheus has ended: " + process.await());
    }
    try {
      return Web.get(url + "/-/ready").status() == 200;
    } catch (IOException e) {
      return false; // it does not listen yet
    }
  }

  /** The values that an expression has now; those that are no numbers are left out. */
  List<Double> values(String expression) throws IOException {
    Web answer = Web.get(url + "/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8));
    if (answer.status() != 200) {
      throw new AssertionError(expression + ": " + answer.body());
    }
    List<Double> values = new ArrayList<>();
    for (Object series : list(data(answer).get("result"))) {
      Object value = list(map(series).get("value")).get(1);
      double number = Double.parseDouble(value.toString().replace("Inf", "Infinity"));
      if (!Double.isNaN(number)) {
        values.add(number);
      }
    }
    return values;
  }

  /** The names of the alerts that fire now. */
  List<String> firing() throws IOException {
    List<String> names = new ArrayList<>();
    for (Object alert : list(data(Web.get(url + "/api/v1/alerts")).get("alerts"))) {
      if ("firing".equals(map(alert).get("state"))) {
        names.add(String.valueOf(map(map(alert).get("labels")).get("alertname")));
      }
    }
    return names;
  }

  /** What each rule's last evaluation said, by the rule's name: {@code ok}, or another word. */
  List<String> ruleHealths() throws IOException {
    List<String> healths = new ArrayList<>();
    for (Object group : list(data(Web.get(url + "/api/v1/rules")).get("groups"))) {
      for (Object rule : list(map(group).get("rules"))) {
        healths.add(map(rule).get("name") + " " + map(rule).get("health"));
      }
    }
    return healths;
  }

  private static Map<?, ?> data(Web answer) {
    return map(TestRoot.object(answer.body()).get("data"));
  }

  private static Map<?, ?> map(@Nullable Object json) {
    return (Map<?, ?>) Objects.requireNonNull(json);
  }

  private static List<?> list(@Nullable Object json) {
    return (List<?>) Objects.requireNonNull(json);
  }
}
