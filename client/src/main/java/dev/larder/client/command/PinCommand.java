package dev.larder.client.command;

import dev.larder.client.BuildResult;
import dev.larder.client.Larder;
import dev.larder.protocol.Pin;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code larder pin}. */
@Command(
    name = "pin",
    header = "Keep a result from being evicted.",
    customSynopsis = {
      "larder pin [OPTIONS] NAME KEY [--as PIN] [--for TIME]",
      "       larder pin [OPTIONS] NAME KEY -- COMMAND..."
    },
    description = {
      "Pins a ready result by a name, until it is unpinned or the time is over, also over restarts"
          + " of the daemon. Prints nothing, or with --json the pin.",
      "",
      "With a command the result is pinned while that runs: {} in it stands for the result's path."
          + " The exit code is then the command's."
    },
    footer = {
      "  larder pin gap 3f2a9c --as nightly --for 48h",
      "  larder pin gap 3f2a9c -- gap -L {}"
    })
final class PinCommand implements Callable<Integer> {
  private final LarderCommand larder;

  @Parameters(index = "0", paramLabel = "NAME", description = "The workspace's name.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "KEY", description = "The result's key; see larder ls.")
  private String key = "";

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "A command and its arguments, after --.")
  private List<String> command = List.of();

  @Option(
      names = "--as",
      paramLabel = "PIN",
      description = "The pin's name. Default: ${DEFAULT-VALUE}.",
      defaultValue = UnpinCommand.USUAL_NAME)
  private String pin = UnpinCommand.USUAL_NAME;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "When it ends by itself, such as 2h. Default: never.")
  private @Nullable Duration lasts;

  PinCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Larder client = larder.open()) {
      if (!command.isEmpty()) {
        return runHolding(client);
      }
      Pin pinned = client.pin(name, key, pin, lasts);
      if (larder.output().asJson()) {
        larder.output().json(pinned);
      }
      return ExitCode.DONE;
    }
  }

  private int runHolding(Larder client) throws IOException, InterruptedException {
    if (larder.usesTcp()) {
      throw new UsageException("a result that is reached by TCP has no path to hold; see build -o");
    }
    try (BuildResult held = client.hold(name, key)) {
      String path = held.path().toString();
      Process process =
          new ProcessBuilder(Placeholders.fill(command, path, path)).inheritIO().start();
      return process.waitFor();
    }
  }
}
