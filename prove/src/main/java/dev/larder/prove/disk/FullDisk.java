package dev.larder.prove.disk;

import dev.larder.prove.Finding;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Folders;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Patience;
import dev.larder.testbed.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A disk that is really full, in the middle of everything: filled under load, emptied, and all of
 * it again. One thread, and one that fills.
 */
final class FullDisk {
  private static final int LARGE_BYTES = 40_000;

  private final Run run;
  private final Tally tally;
  private final String kind;
  private final SmallDisk disk;
  private final Launch launch;
  private final Books books = new Books();

  /**
   * @param kind its file system, for people
   */
  FullDisk(Run run, Tally tally, String kind, SmallDisk disk) {
    this.run = run;
    this.tally = tally;
    this.kind = kind;
    this.disk = disk;
    this.launch = Launch.on(disk.root()).with("--journal-segment", "64KiB", "--min-free", "0");
  }

  /** One round: fills it while entries are merged, works on the full disk, frees it, heals. */
  void round(int number) throws Exception {
    Random chance = run.random(kind + number);
    try (Daemon daemon = launch.ready();
        Stage stage = new Stage(daemon, books, run.scratch())) {
      stage.nextPlay();
      String id = "full/k" + number;
      stage.lease(id);
      stage.stageContent("built before", chance.nextBoolean());
      fillUnderLoad(stage);
      workOnTheFullDisk(stage, id, chance);
      if (stage.ask(Request.get("/v1/stats")) != Books.Ending.DONE || !daemon.isAlive()) {
        throw finding(number, "reads do not go on", daemon);
      }
      if (chance.nextBoolean()) {
        daemon.kill();
        startOnTheFullDisk(number);
      } else {
        disk.free();
        heal(stage, id, number);
        daemon.kill();
      }
      disk.free();
      books.mayEvict();
      String broken = Aftermath.broken(launch, books);
      if (broken != null) {
        throw finding(number, broken, daemon);
      }
      tally.add("disks filled, freed, healed");
    } catch (ConditionTimeoutException e) {
      throw new Finding(
          kind + " disk full: it hangs: " + e.getMessage(),
          run,
          List.of("round " + number),
          kept());
    }
  }

  private void fillUnderLoad(Stage stage) throws Exception {
    CompletableFuture<Boolean> full =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                disk.fill();
                return true;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    // Also behind it: the zeros that were written ahead take some more.
    Patience.until("a write is refused")
        .until(
            () -> {
              stage.merge("timings", "under-load", 2_000, "");
              return stage.statuses().contains(507) && full.isDone();
            });
    full.get();
    tally.add("writes refused with 507");
  }

  private static void workOnTheFullDisk(Stage stage, String id, Random chance) {
    for (int i = 0; i < 6; i++) {
      switch (chance.nextInt(5)) {
        case 0 -> stage.commit(id, "built before");
        case 1 -> stage.merge("large", "even", LARGE_BYTES, "");
        case 2 -> stage.merge("timings", "published", 200, "?ack=published");
        case 3 -> stage.remove("timings");
        default -> stage.leaseBeside(id + "-beside-" + i);
      }
    }
  }

  /** It may refuse to start, with a word; and loses nothing by it. */
  private void startOnTheFullDisk(int number) throws Exception {
    try (Daemon daemon = launch.start()) {
      if (daemon.awaitReady()) {
        tally.add("starts on a full disk");
        books.mayEvict();
        String broken = books.broken(daemon);
        if (broken != null) {
          throw finding(number, "started on a full disk: " + broken, daemon);
        }
      } else if (daemon.awaitExit() != 1 || !daemon.said().contains("larder: ")) {
        throw finding(number, "a start on a full disk ends badly", daemon);
      } else {
        tally.add("starts refused on a full disk");
      }
    }
  }

  private void heal(Stage stage, String id, int number) throws Exception {
    Patience.until("it heals")
        .until(
            () -> {
              stage.forgetStatuses();
              stage.merge("timings", "healed", 200, "?ack=published");
              stage.merge("large", "odd", LARGE_BYTES, "");
              stage.merge("large", "even", LARGE_BYTES, "");
              return stage.statuses().stream().allMatch(status -> status / 100 == 2);
            });
    stage.forgetStatuses();
    stage.commit(id, "built before"); // answered with 409 if it was committed on the full disk
    if (stage.statuses().stream().noneMatch(status -> status == 200 || status == 409)) {
      throw finding(
          number, "a commit is not taken when there is room: " + stage.statuses(), stage.daemon());
    }
  }

  private Finding finding(int number, String what, Daemon daemon) throws Exception {
    return new Finding(
        kind + " disk full: " + what + "\n" + daemon.said(),
        run,
        List.of("round " + number + " on " + kind),
        kept());
  }

  /** Off the disk, which goes. */
  private Path kept() throws IOException, InterruptedException {
    Path where = run.scratch().resolve("broken-" + kind);
    Folders.copy(disk.root(), where);
    return where;
  }
}
