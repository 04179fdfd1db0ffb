package dev.larder.prove.mutation;

import dev.larder.prove.mutation.Trial.Outcome;
import dev.larder.testbed.Folders;
import dev.larder.testbed.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code prove/mutate}: every patch of {@code prove/mutations}, and who catches it. */
@Command(
    name = "prove/mutate",
    mixinStandardHelpOptions = true,
    description =
        "Takes the daemon's defences away, one at a time, and expects it to be found out.",
    sortOptions = false,
    exitCodeOnExecutionException = 3,
    footer = {
      "",
      "Exit codes: 0 all were caught, and the daemon as it is passes the same checks; 1 one was",
      "not, 2 wrong usage, 3 the runner itself failed."
    })
public final class Mutate implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The mutations to try (default: all).")
  private List<String> names = List.of();

  @Option(names = "--seed", defaultValue = "1", description = "Of the parts (${DEFAULT-VALUE}).")
  private long seed;

  @Spec private CommandSpec spec = CommandSpec.create();

  private boolean allWell = true;
  private int folders;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Mutate()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    List<Mutation> chosen = chosen();
    row("mutation", "defence", "check", "seen");
    row("---", "---", "---", "---");
    for (String check : chosen.stream().map(Mutation::check).distinct().toList()) {
      Path folder = newFolder();
      row("(none)", "all are there", check, told(check, Installed.HOME, folder, Outcome.HELD));
    }
    for (Mutation mutation : chosen) {
      Path folder = newFolder();
      Path home = Mutant.make(mutation, folder);
      String seen = told(mutation.check(), home, folder, Outcome.BROKEN);
      row(mutation.name(), mutation.defence(), mutation.check(), seen);
    }
    return allWell ? 0 : 1;
  }

  private List<Mutation> chosen() throws IOException {
    List<Mutation> chosen = new ArrayList<>(Mutation.all());
    String known = chosen.stream().map(Mutation::name).collect(Collectors.joining(", "));
    for (String name : names) {
      if (chosen.stream().noneMatch(mutation -> mutation.name().equals(name))) {
        throw new ParameterException(
            spec.commandLine(), "There is no mutation '" + name + "'; there are " + known);
      }
    }
    chosen.removeIf(mutation -> !names.isEmpty() && !names.contains(mutation.name()));
    return chosen;
  }

  /** A name as short as can be, since sockets lie below it: their paths have 107 bytes. */
  private Path newFolder() throws IOException {
    folders++;
    String name = "m" + ProcessHandle.current().pid() + "-" + folders;
    return Files.createDirectories(Installed.SOURCE.resolve("prove/target").resolve(name));
  }

  /** Runs a part; what it left is kept only where it did not see what it should. */
  private String told(String check, Path home, Path folder, Outcome wanted)
      throws IOException, InterruptedException {
    long startedNs = System.nanoTime();
    Outcome seen = Trial.of(check, home, seed, folder);
    long tookS = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedNs);
    if (seen != wanted) {
      allWell = false;
      return "**%s** after %d s; see %s".formatted(seen, tookS, folder.resolve("said"));
    }
    Folders.remove(folder);
    return (wanted == Outcome.HELD ? "held" : "caught") + " in " + tookS + " s";
  }

  private static void row(String mutation, String defence, String check, String seen) {
    System.out.printf("| %s | %s | %s | %s |%n", mutation, defence, check, seen);
  }
}
