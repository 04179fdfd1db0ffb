package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import dev.larder.bench.Goal;
import dev.larder.bench.Result;
import dev.larder.bench.Row;
import dev.larder.bench.peers.Larder;
import dev.larder.testbed.Installed;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Ten processes need the saved workspace of GAP at once, and none is there. */
public record OneBuild() implements Row {
  private static final int REQUESTERS = 10;

  /** The file is its first argument. */
  private static final String GAP =
      "echo 'SaveWorkspace(\"'\"$1\"'\"); quit;' | gap -q >/dev/null && test -s \"$1\"";

  /** As build scripts do it: look, build beside it, rename. */
  private static final String UNLESS_THERE =
      "test -e \"$2\" || { f() { " + GAP + "; }; f \"$2.$$\" && mv \"$2.$$\" \"$2\"; }";

  @Override
  public String name() {
    return "gap-10";
  }

  @Override
  public String about() {
    return "10 processes need one GAP workspace: until the last one has it";
  }

  @Override
  public String against() {
    return "one process that builds it";
  }

  @Override
  public Goal goal() {
    return Goal.NONE;
  }

  @Override
  public List<String> commands() {
    return List.of("gap", "flock");
  }

  @Override
  public Result measure(Bench bench) throws Exception {
    Path folder = bench.folder("x");
    List<Double> ours = new ArrayList<>();
    List<Double> alone = new ArrayList<>();
    List<Double> locked = new ArrayList<>();
    List<Double> each = new ArrayList<>();
    try (Larder larder = Larder.start(folder)) {
      for (int turn = 0; turn < bench.turns(); turn++) {
        String file = folder.resolve("ws-" + turn).toString();
        alone.add(ms(1, List.of("sh", "-c", GAP, "gap", file + "-alone")));
        ours.add(ms(REQUESTERS, command(larder, turn)));
        locked.add(
            ms(
                REQUESTERS,
                List.of(
                    "flock", file + ".lock", "sh", "-c", UNLESS_THERE, "gap", "", file + "-lock")));
        each.add(ms(REQUESTERS, List.of("sh", "-c", UNLESS_THERE, "gap", "", file + "-each")));
      }
    }
    return Result.ratio(
        List.of(
            Figure.of("larder build", "ms", ours),
            Figure.of("one process, nobody waits", "ms", alone),
            Figure.of("flock around the command", "ms", locked),
            Figure.of("each looks, builds, renames", "ms", each)));
  }

  /** Has the workspace built for that key, unless it is there. */
  static List<String> command(Larder larder, int key) {
    return List.of(
        Installed.COMMAND.toString(),
        "build",
        "gap",
        "--key",
        String.valueOf(key),
        "--root",
        larder.daemon().root().toString(),
        "--",
        "sh",
        "-c",
        GAP,
        "gap",
        "{}");
  }

  /** So many at once: until the last one has ended. */
  private static double ms(int processes, List<String> line)
      throws IOException, InterruptedException {
    List<Process> running = new ArrayList<>();
    long started = System.nanoTime();
    for (int i = 0; i < processes; i++) {
      running.add(
          new ProcessBuilder(line)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectErrorStream(true)
              .start());
    }
    for (Process process : running) {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", line) + " ended with " + process.exitValue());
      }
    }
    return (System.nanoTime() - started) / 1e6;
  }
}
