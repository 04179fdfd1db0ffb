package dev.larder.prove;

import dev.larder.testbed.Choice;
import dev.larder.testbed.Installed;
import dev.larder.testbed.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
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

/** {@code prove/run}: the long form, part by part, and a table at its end. */
@Command(
    name = "prove/run",
    mixinStandardHelpOptions = true,
    description = "Breaks the installed daemon in every way we know, and checks what it promised.",
    sortOptions = false,
    exitCodeOnExecutionException = 3,
    footer = {
      "",
      "Examples:",
      "  prove/run --minutes 30 --seed 1",
      "  prove/run --minutes 5 --only process,power",
      "",
      "Exit codes: 0 all promises held, 1 one was broken (its seed and replay are printed),",
      "2 wrong usage, 3 the test bed itself failed in a part, which proves nothing of it."
    })
public final class Main implements Callable<Integer> {
  private static final int UNTRIED = 3;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long the parts together go on (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "From which all choices are drawn (default: a new one, printed).")
  private @Nullable Long seed;

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "The parts to run (default: all). --list names them.")
  private List<String> only = List.of();

  @Option(names = "--list", description = "Names the parts and ends.")
  private boolean list;

  @Option(
      names = "--scratch",
      paramLabel = "FOLDER",
      description = "Where roots are made: a real disk, not a tmpfs (default: prove/target).")
  private @Nullable Path scratch;

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (list) {
      Parts.ALL.forEach(part -> System.out.printf("%-10s %s%n", part.name(), part.about()));
      return 0;
    }
    List<Part> parts = chosen();
    long chosenSeed = seed != null ? seed : System.nanoTime() & 0xFFFF_FFFFL;
    Progress.say("seed " + chosenSeed + ", " + minutes + " minutes");
    int shares = parts.stream().mapToInt(Part::share).sum();
    var tallies = new LinkedHashMap<String, Tally>();
    boolean held = true;
    boolean tried = true;
    for (Part part : parts) {
      Duration time = Duration.ofSeconds(60L * minutes * part.share() / Math.max(1, shares));
      Progress.say(
          part.name()
              + ": "
              + part.about()
              + (time.isZero() ? "" : ", " + time.toSeconds() + " s"));
      try {
        Run run = Run.lasting(time, chosenSeed, folderFor(part), line -> Progress.say("  " + line));
        tallies.put(part.name(), part.prove(run));
      } catch (Finding finding) {
        held = false;
        Progress.say("BROKEN in " + part.name() + ": " + finding.getMessage());
      } catch (Exception | OutOfMemoryError e) {
        tried = false;
        Progress.say("FAILED in " + part.name() + ", which proves nothing:");
        e.printStackTrace();
      }
    }
    System.out.print(table(tallies));
    System.out.println(
        !held
            ? "A promise was broken; see above."
            : tried
                ? "All promises held."
                : "No promise was broken, but a part failed; see above.");
    return !held ? 1 : tried ? 0 : UNTRIED;
  }

  private List<Part> chosen() {
    try {
      return Choice.of("part", Parts.ALL, Part::name, only);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Path folderFor(Part part) throws IOException {
    Path parent =
        scratch != null ? scratch : Installed.SOURCE.resolve("prove/target").toAbsolutePath();
    Files.createDirectories(parent);
    return Files.createTempDirectory(parent, part.name() + "-").toRealPath();
  }

  private static String table(Map<String, Tally> tallies) {
    var lines = new StringBuilder("\n| part | what | count |\n|---|---|---:|\n");
    tallies.forEach(
        (part, tally) ->
            tally
                .all()
                .forEach(
                    (what, count) ->
                        lines.append("| %s | %s | %,d |%n".formatted(part, what, count))));
    return lines.toString();
  }
}
