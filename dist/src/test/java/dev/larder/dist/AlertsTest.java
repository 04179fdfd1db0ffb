package dev.larder.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.client.Larder;
import dev.larder.client.LarderException;
import dev.larder.dist.Prometheus.Target;
import dev.larder.protocol.DocumentSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Troubles made for real, until a real Prometheus tells them; its rules' times are cut. */
class AlertsTest {
  private static final String DOC = "timings";
  private static final int VALUE_CHARS = 50_000;

  @Test
  void troubleWithClientsBuildersAndFilesIsTold() throws Exception {
    Needs.command("prometheus");
    try (TestRoot root = TestRoot.create()) {
      Path token = Credentials.token(root, "prometheus", "ro");
      Target target = Target.free().withToken(token);
      root.serve("--listen", target.address(), "--tokens", Credentials.tokens(root).toString());
      try (Larder larder = root.client()) {
        Prometheus prometheus = prometheus(root, target);
        larder.merge(DOC, entry("a", 1));
        untilFires(prometheus, "LarderRefusals", () -> refused(larder));
        untilFires(prometheus, "LarderRefusedCallers", () -> knocking(target));
        untilFires(prometheus, "LarderBuildsFail", () -> failing(larder));

        var nowhere = root.beside("nowhere/timings.json").toString();
        larder.settings(DOC, new DocumentSettings(nowhere, null, null));
        Command hangs =
            root.larder("build", "slow", "--key", "k", "--", "sh", "-c", "sleep 1000; : {}");
        Running builder = hangs.start();
        Running waiter = hangs.start();
        untilFires(prometheus, "LarderPublishFailing", () -> {});
        untilFires(prometheus, "LarderPublishLag", () -> {});
        untilFires(prometheus, "LarderWaitersStuck", () -> {});
        builder.kill();
        waiter.kill();
        assertThat(prometheus.ruleHealths()).hasSizeGreaterThan(10).allMatch(AlertsTest::isWell);
      }
    }
  }

  private static boolean isWell(String health) {
    return health.endsWith(" ok");
  }

  private static byte[] entry(String name, int valueChars) {
    return ("{\"" + name + "\": \"" + "x".repeat(valueChars) + "\"}").getBytes(UTF_8);
  }

  private static void refused(Larder larder) {
    for (int i = 0; i < 10; i++) {
      try {
        larder.merge(DOC, "[".getBytes(UTF_8));
        throw new AssertionError("that is no JSON");
      } catch (LarderException.Refused e) {
        assertThat(e.status()).isEqualTo(400);
      }
    }
  }

  private static void knocking(Target target) throws IOException {
    for (int i = 0; i < 10; i++) {
      assertThat(Web.get("http://" + target.address() + "/v1/stats").status()).isEqualTo(401);
    }
  }

  private static void failing(Larder larder) {
    try {
      larder
          .build(
              "bad",
              "k",
              staging -> {
                throw new IOException("it never works");
              })
          .close();
      throw new AssertionError("it never works");
    } catch (IOException e) {
      assertThat(e).hasMessage("it never works");
    }
  }

  @Test
  void aDaemonThatIsKilledAgainAndAgainIsTold() throws Exception {
    Needs.command("prometheus");
    try (TestRoot root = TestRoot.create()) {
      Target target = Target.free();
      root.serve("--listen", target.address());
      Prometheus prometheus = prometheus(root, target);
      for (int restart = 0; restart < 3; restart++) {
        // Until the last outage is over for the rules too: else the next one is taken for it.
        Patience.until("it is scraped and well")
            .until(
                () ->
                    !prometheus.values("up == 1").isEmpty()
                        && !prometheus.firing().contains("LarderDown"));
        root.killDaemon();
        untilFires(prometheus, "LarderDown", () -> {});
        root.serve("--listen", target.address());
      }
      untilFires(prometheus, "LarderRestarts", () -> {});
      assertThat(prometheus.firing()).doesNotContain("LarderDown");
    }
  }

  @Test
  void aFullDiskIsToldAndTheDaemonIsReadyAgainWithoutAnyWrite() throws Exception {
    Needs.command("prometheus");
    try (SmallDisk disk = SmallDisk.mount()) {
      TestRoot root = disk.root();
      Target target = Target.free();
      root.serve("--journal-segment", "1MiB", "--listen", target.address());
      try (Larder larder = root.client()) {
        Prometheus prometheus = prometheus(root, target);
        String readyz = "http://" + target.address() + "/readyz";
        assertThat(Web.get(readyz).status()).isEqualTo(200);
        disk.fill();
        fillJournal(larder);

        Web unready = Web.get(readyz);
        assertThat(unready.status()).isEqualTo(503);
        assertThat(unready.body()).contains(":not-ready\"", "no room for the journal");
        assertThat(Web.get("http://" + target.address() + "/healthz").status()).isEqualTo(200);
        assertThat(root.larder("status").run().well().out()).contains("no room on the disk");
        untilFires(prometheus, "LarderDiskFull", () -> {});
        untilFires(prometheus, "LarderNotReady", () -> {});

        disk.free();

        Patience.until("it is ready again").until(() -> Web.get(readyz).status() == 200);
        larder.merge(DOC, entry("after", 1));
        String log = Files.readString(root.path().resolve("larder.log"));
        assertThat(log.split("No space left for the journal", -1)).hasSize(2);
      }
    }
  }

  private static void fillJournal(Larder larder) {
    for (int merge = 0; ; merge++) {
      try {
        larder.merge(DOC, entry("merge-" + merge, VALUE_CHARS));
      } catch (LarderException.Refused e) {
        assertThat(e.status()).isEqualTo(507);
        return;
      }
    }
  }

  @Test
  void aSlowDiskIsToldAndMeanwhileTheDaemonIsNotReady() throws Exception {
    Needs.command("prometheus");
    Needs.command("strace");
    try (TestRoot root = TestRoot.create()) {
      Target target = Target.free();
      Running daemon = root.serve("--listen", target.address());
      Running slowness =
          root.shell(
                  "exec strace -f -qq -p \"$1\" -o /dev/null -e trace=fdatasync"
                      + " -e inject=fdatasync:delay_enter=2500000",
                  "" + daemon.pid())
              .start();
      AtomicBoolean over = new AtomicBoolean();
      Thread writer = new Thread(() -> mergeUntil(root, over), "writer");
      writer.start();
      String readyz = "http://" + target.address() + "/readyz";
      Patience.until("the engine does not answer")
          .until(
              () -> {
                Needs.that(slowness.isAlive(), "strace may not be used: " + slowness.err());
                return Web.get(readyz).body().contains("has not answered for 900 ms");
              });
      Prometheus prometheus = prometheus(root, target);
      untilFires(prometheus, "LarderNotReady", () -> {});
      untilFires(prometheus, "LarderSlowForces", () -> {});
      over.set(true);
      slowness.signal("TERM");
      writer.join();
      Patience.until("it is ready again").until(() -> Web.get(readyz).status() == 200);
      String log = Files.readString(root.path().resolve("larder.log"));
      int told = log.split("every write waits for that", -1).length - 1;
      assertThat(told).isPositive();
      assertThat(slowForces(target)).as("a line does not tell each").isGreaterThan(told);
    }
  }

  private static void mergeUntil(TestRoot root, AtomicBoolean over) {
    try (Larder larder = root.client()) {
      for (int i = 0; !over.get(); i++) {
        larder.merge(DOC, entry("e" + i, 1));
      }
    }
  }

  private static double slowForces(Target target) throws IOException {
    String page = Web.get("http://" + target.address() + "/metrics").body();
    return sample(page, "larder_force_duration_seconds_count")
        - sample(page, "larder_force_duration_seconds_bucket{le=\"1.0\"}");
  }

  private static double sample(String page, String name) {
    return page.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }

  private static Prometheus prometheus(TestRoot root, Target target) throws IOException {
    Prometheus prometheus = Prometheus.scraping(root, target, MonitoringFiles.quickRules());
    Patience.until("it is scraped").until(() -> !prometheus.values("up == 1").isEmpty());
    return prometheus;
  }

  private interface Trouble {
    void make() throws Exception;
  }

  private static void untilFires(Prometheus prometheus, String alert, Trouble trouble) {
    Patience.until(alert + " fires")
        .until(
            () -> {
              trouble.make();
              return prometheus.firing().contains(alert);
            });
  }
}
