package dev.larder.bench;

import dev.larder.bench.rows.LongLoad;
import dev.larder.testbed.Folders;
import dev.larder.testbed.Installed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run soak}: whether a daemon at full load stays as it is. */
@Command(
    name = "bench/run soak",
    mixinStandardHelpOptions = true,
    description = "Full load for a long time: do memory and open files stay flat?",
    sortOptions = false,
    exitCodeOnExecutionException = 3,
    footer = {"", "Exit codes: 0 flat, 1 not, 2 wrong usage, 3 it could not be measured."})
public final class Soak implements Callable<Integer> {
  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--plots",
      paramLabel = "FOLDER",
      description = "Draw memory and rate over time, as SVG, there.")
  private @Nullable Path plots;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Soak()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path parent = Files.createDirectories(Installed.SOURCE.resolve("bench/target"));
    Path folder = Files.createTempDirectory(parent, "s").toRealPath();
    try {
      return new LongLoad(folder, System.out::println).run(Duration.ofMinutes(minutes), plots)
          ? 0
          : 1;
    } finally {
      Folders.remove(folder);
    }
  }
}
