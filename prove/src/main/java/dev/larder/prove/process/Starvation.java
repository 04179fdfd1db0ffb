package dev.larder.prove.process;

import dev.larder.testbed.Daemon;
import dev.larder.testbed.Launch;
import dev.larder.testbed.Patience;
import dev.larder.testbed.Request;
import dev.larder.testbed.Shell;
import dev.larder.testbed.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** A clock that is set, and too little of what a process needs. */
final class Starvation {
  /** What Java exits with by ExitOnOutOfMemoryError. */
  private static final int OUT_OF_MEMORY = 3;

  private static final int BROKEN = 70;

  private Starvation() {}

  /**
   * The wall clock is set ahead and back, by less than the 24 hours for which keys are remembered.
   */
  record ClockSet() implements Fault {
    private static final Path LIBRARY =
        Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");
    private static final int MOST_HOURS = 11;

    @Override
    public String plural() {
      return "clocks set";
    }

    @Override
    public boolean isPossible() {
      return Files.exists(LIBRARY);
    }

    @Override
    public Launch launch(Stage stage, Launch usual) throws IOException {
      return usual
          .variable("LD_PRELOAD", LIBRARY.toString())
          .variable("FAKETIME_TIMESTAMP_FILE", set(stage, 0).toString())
          .variable("FAKETIME_NO_CACHE", "1")
          .variable("FAKETIME_DONT_FAKE_MONOTONIC", "1")
          .variable("DONT_FAKE_MONOTONIC", "1")
          // Else it waits by another version of the C library's conditions, and misses signals.
          .variable("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    private static Path set(Stage stage, int hours) throws IOException {
      Path next = stage.run().scratch().resolve("clock.next");
      Files.writeString(next, (hours < 0 ? "" : "+") + hours + "h\n");
      return Files.move(
          next, stage.run().scratch().resolve("clock"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void strike(Round round) throws Exception {
      for (int left = 3; left > 0; left--) {
        set(round.stage(), round.random().nextInt(2 * MOST_HOURS + 1) - MOST_HOURS);
        round.work(500);
      }
    }
  }

  /** No more file handles than are open, and some time later enough again. */
  record FewFiles() implements Fault {
    private static final int ENOUGH = 4096;

    @Override
    public String plural() {
      return "file-handle limits hit";
    }

    @Override
    public boolean isPossible() {
      return Shell.has("prlimit");
    }

    @Override
    public Launch launch(Stage stage, Launch usual) {
      return usual.variable("LARDER_JOURNAL_SEGMENT", "256KiB");
    }

    @Override
    public void strike(Round round) throws Exception {
      round.work(300);
      long pid = round.daemon().pid();
      limit(pid, open(pid) + round.random().nextInt(3));
      try {
        for (int left = 3; left > 0 && round.daemon().isAlive(); left--) {
          more(round);
          round.work(300);
        }
        limit(pid, ENOUGH);
      } catch (IOException e) {
        round.stage().run().say("  it ended before it got handles again: " + e.getMessage());
      }
      // A write that is answered now tells that the engine did not meet the limit, nor will.
      Patience.until("a write is answered again, or the daemon has ended")
          .ignoreExceptions()
          .until(() -> !round.daemon().isAlive() || writes(round));
      if (!round.daemon().isAlive()) {
        round.endsWith(BROKEN, "the daemon ends at once");
      }
    }

    private static long open(long pid) throws IOException {
      try (Stream<Path> handles = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
        return handles.count();
      }
    }

    private static void limit(long pid, long handles) throws IOException, InterruptedException {
      // The soft limit: who is not root could not raise the other one again.
      Shell.run("prlimit", "--pid", String.valueOf(pid), "--nofile=" + handles + ":");
    }

    /** A connection of its own, which may stay unanswered while there is no handle for it. */
    private static void more(Round round) throws IOException {
      Wire wire = Wire.to(round.daemon().socket());
      wire.send(Request.get("/v1/stats"));
      wire.close();
    }

    private static boolean writes(Round round) throws IOException {
      try (Wire wire = Wire.to(round.daemon().socket())) {
        return wire.ask(Request.merge("handles", "{\"e\":1}")).status() / 100 == 2;
      }
    }
  }

  /** A heap that is too small for what is sent. */
  record SmallHeap() implements Fault {
    private static final int BODY_BYTES = 1 << 20;

    @Override
    public String plural() {
      return "small heaps";
    }

    @Override
    public Launch launch(Stage stage, Launch usual) {
      return usual.java("-Xmx32m");
    }

    @Override
    public Daemon start(Stage stage, Launch launch) throws Exception {
      Daemon daemon = launch.start();
      if (daemon.awaitReady()) {
        return daemon;
      }
      // The root holds more than fits.
      if (daemon.awaitExit() != OUT_OF_MEMORY) {
        throw stage.finding("A start without memory said: " + daemon.said(), List.of());
      }
      return stage.launch().ready();
    }

    @Override
    public void strike(Round round) throws Exception {
      round.work(500);
      String value = "\"" + "x".repeat(BODY_BYTES) + "\"";
      try (Wire wire = Wire.to(round.daemon().socket())) {
        for (int i = 0; i < 64 && round.daemon().isAlive(); i++) {
          wire.ask(Request.merge("large", "{\"l" + i + "\":" + value + "}"));
        }
      } catch (IOException e) {
        round.endsWith(OUT_OF_MEMORY, "");
        round.stage().tally().add("ends without memory");
      }
    }
  }
}
