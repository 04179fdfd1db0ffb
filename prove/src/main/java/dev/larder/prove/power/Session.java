package dev.larder.prove.power;

import dev.larder.prove.Run;
import dev.larder.testbed.Daemon;
import dev.larder.testbed.Folders;
import dev.larder.testbed.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A recorded session: a daemon that is traced while clients write and build, is killed, recovers,
 * is written to again and stops in its order.
 *
 * @param traces of its lives, one behind the other
 */
record Session(Recording recording, History history, List<Path> traces) {
  /** Few enough that files and checkpoints are made anew all the time. */
  private static final String SMALLEST_SEGMENT = "64KiB";

  private static final int WRITERS = 3;
  private static final int LIVES = 2;
  private static final int ATTEMPTS = 4;

  /**
   * Records one.
   *
   * @param folder in which the root was, and the traces stay
   * @param writes of each client in each life
   */
  static Session record(Run run, String purpose, Path folder, int writes) throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        return new Making(run, purpose + attempt, folder.resolve("t" + attempt), writes).make();
      } catch (Recorder.UnclearException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        run.say("recording again: " + e.getMessage());
      }
    }
  }

  /** The options of every daemon that has to do with it. */
  static Launch launch(Path root) {
    return Launch.on(root).with("--journal-segment", SMALLEST_SEGMENT, "--min-free", "0");
  }

  private static final class Making {
    private final Run run;
    private final String purpose;
    private final Path folder;
    private final Path top;
    private final int writes;
    private final List<Step> steps = new ArrayList<>();
    private final List<Build> builds = new ArrayList<>();
    private final Map<Path, Tree> foreign = new HashMap<>();
    private int connections;

    Making(Run run, String purpose, Path folder, int writes) {
      this.run = run;
      this.purpose = purpose;
      this.folder = folder;
      this.top = folder.resolve("top");
      this.writes = writes;
    }

    Session make() throws Exception {
      Files.createDirectories(top);
      List<Path> traces = new ArrayList<>();
      for (int life = 0; life < LIVES; life++) {
        Path trace = folder.resolve("trace-" + life);
        traces.add(trace);
        live(life, trace);
      }
      Recorder recorder = new Recorder(top, foreign);
      int lines = 0;
      for (Path trace : traces) {
        recorder.take(Strace.read(trace, lines));
        lines += Strace.lines(trace);
      }
      Folders.remove(top);
      return new Session(recorder.recording(lines), new History(steps, builds), traces);
    }

    private void live(int life, Path trace) throws Exception {
      try (Daemon daemon = Strace.around(launch(top.resolve("root")), trace).ready()) {
        var switchboard = new Line.Switchboard(daemon.socket(), connections);
        work(switchboard, life);
        connections = switchboard.made();
        if (life < LIVES - 1) {
          // The tracer goes on to the end of its file.
          daemon.signal("KILL");
          daemon.awaitExit();
        } else if (daemon.stop() != 0) {
          throw new IOException("the traced daemon did not stop: " + daemon.said());
        }
      }
    }

    private void work(Line.Switchboard switchboard, int life) throws Exception {
      List<Callable<Void>> clients = new ArrayList<>();
      List<Line> lines = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        String name = "w" + life + i;
        lines.add(switchboard.connect());
        Workload client = new Workload(lines.get(i), run.random(purpose + name), name);
        if (life + i == 0) {
          client.begin();
        }
        clients.add(() -> writing(client));
      }
      String name = "b" + life;
      lines.add(switchboard.connect());
      Builder builder =
          new Builder(switchboard, lines.get(WRITERS), run.random(purpose + name), name);
      clients.add(() -> building(builder));
      ExecutorService threads = Executors.newFixedThreadPool(clients.size());
      try {
        for (Future<Void> client : threads.invokeAll(clients)) {
          client.get();
        }
      } finally {
        threads.shutdownNow();
        for (Line line : lines) {
          line.close();
        }
      }
    }

    private Void writing(Workload client) throws IOException {
      client.write(writes);
      synchronized (steps) {
        steps.addAll(client.done());
      }
      return null;
    }

    private Void building(Builder client) throws IOException {
      client.build(Math.max(3, writes / 3));
      builds.addAll(client.done());
      foreign.putAll(client.foreign());
      return null;
    }
  }
}
