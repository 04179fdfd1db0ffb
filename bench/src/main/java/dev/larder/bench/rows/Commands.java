package dev.larder.bench.rows;

import dev.larder.bench.Bench;
import dev.larder.bench.Figure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that are run in turns, each from its start to its end. */
final class Commands {
  private static final int WARM_UPS = 3;

  private Commands() {}

  /** What is run, and what is to be done before each run. */
  record Subject(String name, List<String> line, Step before) {
    Subject(String name, List<String> line) {
      this(name, line, () -> {});
    }
  }

  /** What is not measured. */
  interface Step {
    void run() throws Exception;
  }

  /** Milliseconds of wall time for each run. */
  static List<Figure> inTurns(Bench bench, List<Subject> subjects, int turns) throws Exception {
    List<List<Double>> times = new ArrayList<>();
    subjects.forEach(subject -> times.add(new ArrayList<>()));
    for (int turn = -WARM_UPS; turn < turns; turn++) {
      for (int i = 0; i < subjects.size(); i++) {
        subjects.get(i).before().run();
        double ms = run(bench.scratch(), subjects.get(i).line());
        if (turn >= 0) {
          times.get(i).add(ms);
        }
      }
    }
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      figures.add(Figure.of(subjects.get(i).name(), "ms", times.get(i)));
    }
    return figures;
  }

  private static double run(Path folder, List<String> line)
      throws IOException, InterruptedException {
    long started = System.nanoTime();
    Process process =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true)
            .start();
    int exitCode = process.waitFor();
    double ms = (System.nanoTime() - started) / 1e6;
    if (exitCode != 0) {
      throw new IOException(String.join(" ", line) + " ended with " + exitCode);
    }
    return ms;
  }
}
