package dev.larder.prove.disk;

import dev.larder.prove.Finding;
import dev.larder.prove.Run;
import dev.larder.prove.Tally;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Patience;
import dev.larder.testbed.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Writes that the kernel does in part. A limit on the size of files (setrlimit(2), RLIMIT_FSIZE)
 * lets the first write end at it, and refuses the next with EFBIG. Where the limit is lifted before
 * the next one, which strace holds back for that time, the rest is written. One thread.
 */
final class ShortWrites {
  private static final int HELD_BACK_US = 5_000_000;
  private static final int ENTRY_BYTES = 1_000;

  /** Of the entry's record, so much is written at first. */
  private static final int WRITTEN_BYTES = 300;

  private final Run run;
  private final Tally tally;
  private final Launch launch;
  private final Path elsewhere;
  private final Books books = new Books();

  ShortWrites(Run run, Tally tally) {
    this.run = run;
    this.tally = tally;
    this.launch = Launch.on(run.scratch().resolve("short")).with("--journal-segment", "64KiB");
    this.elsewhere = run.scratch();
  }

  void prove() throws Exception {
    goesOn();
    tornWhole();
    publishedAgain();
  }

  /** The rest of a batch is written by a second call: answered, and there. */
  private void goesOn() throws Exception {
    Path out = run.scratch().resolve("short.out");
    List<String> delay =
        List.of(
            "-e",
            "trace=pwrite64",
            "-e",
            "inject=pwrite64:delay_enter=" + HELD_BACK_US + ":when=2");
    try (Daemon daemon = launch.ready();
        Stage stage = started(daemon)) {
      boolean wasShort;
      try (Tracer tracer = Tracer.attach(daemon, "engine", delay, out)) {
        limit(daemon, String.valueOf(end(daemon) + WRITTEN_BYTES));
        var merge = CompletableFuture.runAsync(() -> stage.merge("d", "goes-on", ENTRY_BYTES, ""));
        Patience.until("the first part is written").until(() -> !tracer.calls().isEmpty());
        limit(daemon, "unlimited");
        merge.get();
        wasShort = Files.readString(out).contains("= " + WRITTEN_BYTES + "\n");
      }
      boolean answered = stage.statuses().stream().allMatch(status -> status / 100 == 2);
      // On a machine that stood still for longer than the second part was held back, it was
      // refused.
      if (wasShort && daemon.isAlive() && !answered) {
        throw finding("a write in two parts is answered with " + stage.statuses());
      }
      tally.add("short writes gone on", wasShort && answered ? 1 : 0);
      daemon.kill();
    }
    check("a write in two parts");
  }

  /** Half a batch is there, and no more can be: the daemon ends, and cuts it off. */
  private void tornWhole() throws Exception {
    try (Daemon daemon = launch.ready();
        Stage stage = started(daemon)) {
      limit(daemon, String.valueOf(end(daemon) + WRITTEN_BYTES));
      stage.merge("d", "torn", ENTRY_BYTES, "");
      int exitCode = daemon.awaitExit();
      if (exitCode != Promise.BROKEN || !daemon.said().contains("ends at once")) {
        throw finding("after half a write it ends with " + exitCode + ": " + daemon.said());
      }
      tally.add("short writes that ended it");
    }
    check("half a batch");
  }

  /** A published file that is only half written is never seen, and is written again. */
  private void publishedAgain() throws Exception {
    try (Daemon daemon = launch.ready();
        Stage stage = started(daemon)) {
      for (int i = 0; i < 5; i++) {
        stage.merge("wide", "e" + i, 20_000, "?ack=published");
      }
      // Above each segment and the log, and below the document.
      limit(daemon, String.valueOf(80_000));
      byte[] before = published(daemon);
      stage.forgetStatuses();
      stage.merge("wide", "more", ENTRY_BYTES, "?ack=published");
      boolean untouched = Arrays.equals(before, published(daemon));
      if (!stage.statuses().equals(List.of(503)) || !untouched) {
        throw finding("half a published file: " + stage.statuses() + ", untouched: " + untouched);
      }
      limit(daemon, "unlimited");
      Patience.until("it is published").until(() -> !Arrays.equals(before, published(daemon)));
      tally.add("short writes of published files");
      daemon.kill();
    }
    check("half a published file");
  }

  private Stage started(Daemon daemon) throws IOException {
    Stage stage = new Stage(daemon, books, elsewhere);
    stage.merge("d", "first", ENTRY_BYTES, "");
    for (int i = 0; i < 20; i++) {
      stage.merge("d", "e" + i, ENTRY_BYTES, ""); // the journal is longer than the log then
    }
    return stage;
  }

  private static byte[] published(Daemon daemon) throws IOException {
    return Files.readAllBytes(daemon.root().resolve("stats/wide.json"));
  }

  private static void limit(Daemon daemon, String bytes) throws IOException, InterruptedException {
    Shell.run("prlimit", "--pid", String.valueOf(daemon.pid()), "--fsize=" + bytes + ":");
  }

  /** Where the journal's last record ends: behind it are zeros. */
  private static long end(Daemon daemon) throws IOException {
    Path last;
    try (var segments = Files.list(daemon.root().resolve("state/journal"))) {
      last = segments.max(Path::compareTo).orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(last);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private void check(String after) throws Exception {
    String broken = Aftermath.broken(launch, books);
    if (broken != null) {
      throw finding("after " + after + ": " + broken);
    }
  }

  private Finding finding(String what) {
    return new Finding(what, run, List.of("short writes"), run.scratch().resolve("short"));
  }
}
