package dev.larder.prove.disk;

import dev.larder.prove.Finding;
import dev.larder.prove.Run;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Folders;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Patience;
import dev.larder.testbed.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Plays scenes on copies of one prepared root, with and without faults. One thread. */
final class Trials {
  /** How long a fault may be late that comes behind the answers. */
  private static final Duration BEHIND = Duration.ofSeconds(3);

  /** Results stay whatever room there is, and a lease of before stays out of the way. */
  private static final String[] OPTIONS = {
    "--journal-segment", "64KiB", "--min-free", "0", "--lease-grace", "1h"
  };

  private final Run run;
  private final Path root;
  private final Path template;
  private final Path elsewhere;
  private final AtomicInteger kept = new AtomicInteger();
  private Books prepared = new Books();

  Trials(Run run) {
    this.run = run;
    this.root = run.scratch().resolve("root");
    this.template = run.scratch().resolve("template");
    this.elsewhere = run.scratch().resolve("elsewhere");
  }

  /** What came of a fault; not reached if strace could not inject it. */
  record Outcome(boolean reached, String word) {}

  /** Makes the root that all plays begin with: as a kill -9 leaves one that was used. */
  void prepare() throws Exception {
    Files.createDirectories(elsewhere);
    try (Daemon daemon = Launch.on(root).with(OPTIONS).ready();
        Stage stage = new Stage(daemon, prepared, elsewhere)) {
      do {
        stage.nextPlay();
        Scene.CHECKPOINT.act(stage);
      } while (!isSettled(Scene.CHECKPOINT, stage));
      Scene.WRITE.act(stage);
      Scene.build(stage, "kept/since-before");
      // Else a commit that meets a full disk may evict it, as it should.
      stage.ask(Request.of("PUT", "/v1/workspaces/kept/since-before/pins/prover").json("{}"));
      stage.lease("open/since-before");
      if (stage.statuses().stream().anyMatch(status -> status / 100 != 2)) {
        throw new IOException("the root could not be prepared: " + stage.statuses());
      }
      daemon.kill();
    }
    Files.writeString(root.resolve("stats/.timings.json.larder-0123456789abcdef.tmp"), "{\"hal");
    Files.writeString(root.resolve("state/checkpoints/0000009999.part"), "half");
    Files.writeString(root.resolve("state/checkpoints/manifest.tmp"), "half");
    Files.writeString(root.resolve("stats/found.json"), "{\"by-hand\":\"1\"}");
    prepared.set("found", "by-hand", "\"1\"", Books.Ending.DONE);
    Files.move(root, template);
  }

  /** Plays a scene without faults and tells its sites. */
  List<Site> record(Scene scene) throws Exception {
    Path out = fresh(scene);
    List<String> options = List.of("-e", Tracer.ALL_CALLS);
    List<Call> calls;
    String staging;
    try (Daemon daemon = launch(scene, out, options);
        Stage stage = new Stage(daemon, booksOf(scene), elsewhere)) {
      stage.nextPlay();
      if (scene.isStart()) {
        daemon.awaitReady();
        calls = Tracer.reading(out).calls();
      } else {
        scene.prepare(stage);
        try (Tracer tracer = Tracer.attach(daemon, null, options, out)) {
          within(() -> scene.act(stage));
          if (scene != Scene.STOP) {
            Patience.until("'" + scene + "' comes to its end").until(() -> scene.isSettled(stage));
          }
          awaitQuiet(tracer);
          calls = tracer.calls();
        }
      }
      if (stage.statuses().stream().anyMatch(status -> status / 100 != 2)) {
        throw new IOException("'" + scene + "' went wrong by itself: " + stage.statuses());
      }
      staging = stage.staging().toString();
    }
    return new Sites(scene, root.toString(), elsewhere.toString(), staging).of(calls);
  }

  /**
   * Plays the site's scene with that fault, heals, kills, starts, and checks.
   *
   * @throws Finding if a promise was broken
   */
  Outcome attempt(Site site, Fault fault) throws Exception {
    Scene scene = site.scene();
    Path out = fresh(scene);
    Books books = booksOf(scene);
    try (Daemon daemon = launch(scene, out, options(site, fault, null));
        Stage stage = new Stage(daemon, books, elsewhere)) {
      stage.nextPlay();
      Outcome outcome = played(site, fault, stage, out);
      daemon.kill();
      checkNextStart(site, fault, books);
      return outcome;
    } catch (ConditionTimeoutException | IllegalStateException e) {
      throw finding(site, fault, "it hangs, or answers what it must not: " + e.getMessage());
    }
  }

  private Outcome played(Site site, Fault fault, Stage stage, Path out) throws Exception {
    Scene scene = site.scene();
    Daemon daemon = stage.daemon();
    if (scene.isStart()) {
      boolean ready = daemon.awaitReady();
      boolean reached = Tracer.reading(out).hasInjected();
      Integer exitCode = ready ? null : (Integer) daemon.awaitExit();
      return judged(site, fault, reached, new Promise.Seen(exitCode, daemon.said(), List.of()));
    }
    scene.prepare(stage);
    stage.forgetStatuses();
    boolean reached;
    Promise.Seen seen;
    String thread = threadFor(site, daemon);
    try (Tracer tracer = Tracer.attach(daemon, thread, options(site, fault, stage), out)) {
      within(() -> scene.act(stage));
      reached = awaitInjected(tracer);
      seen = see(scene, stage);
    }
    Outcome outcome = judged(site, fault, reached, seen);
    if (seen.exitCode() == null) {
      heal(site, fault, stage);
    }
    return outcome;
  }

  private Outcome judged(Site site, Fault fault, boolean reached, Promise.Seen seen)
      throws IOException, Finding {
    String broken = reached ? Promise.broken(site, fault, seen) : null;
    if (broken != null) {
      throw finding(site, fault, broken + "; " + seen.statuses() + "; " + seen.said());
    }
    return new Outcome(reached, seen.word());
  }

  /** Whether the daemon lives, and reads go on while the fault lasts. */
  private static Promise.Seen see(Scene scene, Stage stage) throws Exception {
    List<Integer> statuses = stage.statuses();
    Daemon daemon = stage.daemon();
    Integer exitCode = null;
    if (scene == Scene.STOP) {
      exitCode = daemon.awaitExit();
    } else if (stage.ask(Request.get("/v1/stats/timings")) == Books.Ending.UNKNOWN) {
      exitCode = daemon.awaitExit(); // no answer: it is about to end
    }
    return new Promise.Seen(exitCode, daemon.said(), statuses);
  }

  /** The same work is done again, and succeeds, now that the fault is gone. */
  private void heal(Site site, Fault fault, Stage stage) throws IOException, Finding {
    Scene scene = site.scene();
    try {
      Patience.until("it heals")
          .until(
              () -> {
                stage.nextPlay();
                stage.forgetStatuses();
                scene.prepare(stage);
                scene.act(stage);
                stage.merge("timings", "healed", 20, "?ack=published");
                return stage.statuses().stream().allMatch(status -> status / 100 == 2)
                    && isSettled(scene, stage);
              });
    } catch (ConditionTimeoutException e) {
      throw finding(site, fault, "it does not heal: " + stage.statuses());
    }
  }

  private void checkNextStart(Site site, Fault fault, Books books) throws Exception {
    String broken = Aftermath.broken(Launch.on(root).with(OPTIONS), books);
    if (broken != null) {
      throw finding(site, fault, "after the next start: " + broken);
    }
  }

  private Daemon launch(Scene scene, Path out, List<String> options) throws IOException {
    Launch launch = Launch.on(root).with(OPTIONS).with(scene.options().toArray(String[]::new));
    return scene.isStart() ? launch.under(Tracer.command(out, options)).start() : launch.ready();
  }

  private List<String> options(Site site, Fault fault, @Nullable Stage stage) {
    int nth = site.path() == null ? site.nth() : site.nthOfPath();
    String inject = "inject=%s:error=%s:when=%s";
    var options = new ArrayList<>(List.of("-e", "trace=" + site.syscall(), "-e"));
    options.add(inject.formatted(site.syscall(), fault, fault.when(nth)));
    if (site.path() != null) {
      String staging = stage == null ? "" : stage.staging().toString();
      options.addAll(List.of("-P", site.path().replace(Sites.STAGING, staging)));
    }
    return options;
  }

  /** The thread to trace alone; null for all of them. */
  private static @Nullable String threadFor(Site site, Daemon daemon) throws IOException {
    boolean byThread = site.path() == null && Tracer.hasThread(daemon, site.thread());
    return byThread ? site.thread() : null;
  }

  private static boolean awaitInjected(Tracer tracer) {
    try {
      Awaitility.await().atMost(BEHIND).until(tracer::hasInjected);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  private static boolean isSettled(Scene scene, Stage stage) {
    try {
      Awaitility.await().atMost(BEHIND).until(() -> scene.isSettled(stage));
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  private static void awaitQuiet(Tracer tracer) {
    var last = new AtomicInteger(-1);
    Patience.until("no more calls come")
        .with()
        .pollInterval(Duration.ofMillis(400))
        .until(() -> tracer.calls().size() == last.getAndSet(tracer.calls().size()));
  }

  private interface Work {
    void run() throws Exception;
  }

  /** A request that is never answered must not stop the proof. */
  private static void within(Work work) throws Exception {
    CompletableFuture.supplyAsync(
            () -> {
              try {
                work.run();
                return true;
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            })
        .get(Patience.LONGEST.toSeconds(), TimeUnit.SECONDS);
  }

  private Books booksOf(Scene scene) {
    return scene == Scene.FIRST_START ? new Books() : prepared.copy();
  }

  private Path fresh(Scene scene) throws IOException, InterruptedException {
    Folders.remove(root);
    Folders.remove(elsewhere);
    Files.createDirectories(elsewhere);
    if (scene != Scene.FIRST_START) {
      Folders.copy(template, root);
    }
    Path out = run.scratch().resolve("strace.out");
    Files.deleteIfExists(out);
    return out;
  }

  private Finding finding(Site site, Fault fault, String what) throws IOException {
    Path where = run.scratch().resolve("broken-" + kept.incrementAndGet());
    if (Files.exists(root)) {
      Files.move(root, where);
    }
    return new Finding(
        fault + " at " + site + ": " + what,
        run,
        List.of("play " + site.scene() + " on the prepared root", fault + " at " + site),
        where);
  }
}
