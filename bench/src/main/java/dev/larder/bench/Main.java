package dev.larder.bench;

import dev.larder.bench.rows.Curves;
import dev.larder.bench.rows.Rows;
import dev.larder.testbed.Choice;
import dev.larder.testbed.Folders;
import dev.larder.testbed.Installed;
import dev.larder.testbed.Progress;
import dev.larder.testbed.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench/run}: all rows, one after the other, and a table. */
@Command(
    name = "bench/run",
    mixinStandardHelpOptions = true,
    description = "Measures Larder beside what else there is, on this machine, in turns.",
    sortOptions = false,
    exitCodeOnExecutionException = 3,
    footer = {
      "",
      "Examples:",
      "  bench/run --quick",
      "  bench/run --only merge-1,merge-16,merge-64 --out figures.json",
      "",
      "Let nothing else run meanwhile. What is missing is told and left out; nothing is installed.",
      "",
      "Exit codes: 0 every row reaches its goal, 1 one does not, 2 wrong usage, 3 a row could",
      "not be measured."
    })
public final class Main implements Callable<Integer> {
  private static final int UNMEASURED = 3;

  @Option(names = "--quick", description = "Shorter turns and fewer: a rough figure.")
  private boolean quick;

  @Option(
      names = "--only",
      paramLabel = "ROW",
      split = ",",
      description = "The rows to measure (default: all). --list names them.")
  private List<String> only = List.of();

  @Option(names = "--list", description = "Names the rows and ends.")
  private boolean list;

  @Option(names = "--out", paramLabel = "FILE", description = "Write all samples there, as JSON.")
  private @Nullable Path out;

  @Option(
      names = "--plots",
      paramLabel = "FOLDER",
      description = "Draw, besides, what more clients and more entries do, as SVG, there.")
  private @Nullable Path plots;

  @Option(
      names = "--scratch",
      paramLabel = "FOLDER",
      description = "Where files are made: a real disk, not a tmpfs (default: bench/target).")
  private @Nullable Path scratch;

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (list) {
      Rows.ALL.forEach(row -> System.out.printf("%-22s %s%n", row.name(), row.about()));
      return 0;
    }
    List<Row> rows = chosen();
    Path folder = folder();
    Map<String, String> machine = Machine.facts(folder);
    Bench bench = new Bench(quick, folder, Progress::say);
    Report report = new Report();
    boolean allMeasured = true;
    for (Row row : rows) {
      Progress.say(row.name() + ": " + row.about());
      allMeasured &= measure(row, bench, report);
    }
    System.out.print(report.table());
    if (out != null) {
      report.write(out, machine);
    }
    if (plots != null) {
      Progress.say("curves, in " + plots);
      new Curves().draw(bench, plots);
    }
    Folders.remove(folder);
    return allMeasured ? (report.missed() == 0 ? 0 : 1) : UNMEASURED;
  }

  private static boolean measure(Row row, Bench bench, Report report) throws Exception {
    List<String> missing = row.commands().stream().filter(name -> !Shell.has(name)).toList();
    if (!missing.isEmpty()) {
      String told = "missing: " + String.join(", ", missing);
      Progress.say("  " + told);
      report.add(row, told);
      return false;
    }
    Result result = row.measure(bench);
    Progress.say("  " + row.goal().told(result.value()) + ", wanted: " + row.goal());
    report.add(row, result);
    return true;
  }

  private List<Row> chosen() {
    try {
      return Choice.of("row", Rows.ALL, Row::name, only);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Path folder() throws IOException {
    Path parent = scratch != null ? scratch : Installed.SOURCE.resolve("bench/target");
    Files.createDirectories(parent);
    return Files.createTempDirectory(parent.toAbsolutePath(), "b").toRealPath();
  }
}
