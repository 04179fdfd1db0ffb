package dev.larder.client.command;

import dev.larder.client.Larder;
import dev.larder.protocol.ReleaseAnswer;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code larder release}. */
@Command(
    name = "release",
    header = "Take a build away from its builder; the next who waits builds.",
    description = {
      "For a builder that lives and does not get on. What it commits later is refused, and a"
          + " 'larder build' ends its command. KEY is what 'larder ls NAME' shows.",
      "",
      "Exit code 4 if nobody builds it."
    },
    footer = {"  larder ls gap", "  larder release gap 3f2a9c"})
final class ReleaseCommand implements Callable<Integer> {
  private static final double MS_PER_S = 1000.0;

  private final LarderCommand larder;

  @Parameters(index = "0", paramLabel = "NAME", description = "The workspace's name.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "KEY", description = "The key that is being built.")
  private String key = "";

  ReleaseCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    Output output = larder.output();
    try (Larder client = larder.open()) {
      ReleaseAnswer released = client.release(name, key);
      if (output.asJson()) {
        output.json(released);
      } else {
        output.line(
            String.format(
                Locale.ROOT,
                "Taken from pid %d on %s, which had it for %.1f s.",
                released.builder().pid(),
                released.builder().host(),
                released.heldMs() / MS_PER_S));
      }
    }
    return ExitCode.DONE;
  }
}
