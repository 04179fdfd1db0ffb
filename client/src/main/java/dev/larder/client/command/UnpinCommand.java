package dev.larder.client.command;

import dev.larder.client.Larder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code larder unpin}. */
@Command(
    name = "unpin",
    header = "End a pin of a result.",
    description = "Prints nothing. A pin that is not there is not found.",
    footer = {"  larder unpin gap 3f2a9c", "  larder unpin gap 3f2a9c --as nightly"})
final class UnpinCommand implements Callable<Integer> {
  static final String USUAL_NAME = "pinned";

  private final LarderCommand larder;

  @Parameters(index = "0", paramLabel = "NAME", description = "The workspace's name.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "KEY", description = "The result's key; see larder ls.")
  private String key = "";

  @Option(
      names = "--as",
      paramLabel = "PIN",
      description = "The pin's name. Default: ${DEFAULT-VALUE}.",
      defaultValue = USUAL_NAME)
  private String pin = USUAL_NAME;

  UnpinCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() {
    try (Larder client = larder.open()) {
      client.unpin(name, key, pin);
    }
    return ExitCode.DONE;
  }
}
