package dev.larder.client.command;

import dev.larder.client.BuildOptions;
import dev.larder.client.Larder;
import dev.larder.protocol.WorkspaceResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code larder wait}. */
@Command(
    name = "wait",
    header = "Wait until a build's result is ready; never build it.",
    description = {
      "Prints the result's path; by TCP, its URL path. KEY is what 'larder ls NAME' and 'larder build"
          + " --json' show. It waits, too, while nobody builds it yet.",
      "",
      "Exit codes: 0 it is ready, 1 its build failed, 5 it was not there after --timeout, without"
          + " which there is no limit."
    },
    footer = {"  larder wait gap 3f2a9c", "  larder wait gap 3f2a9c --timeout 10m"})
final class WaitCommand implements Callable<Integer> {
  private final LarderCommand larder;

  @Parameters(index = "0", paramLabel = "NAME", description = "The workspace's name.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "KEY", description = "The result's key.")
  private String key = "";

  WaitCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    Duration timeout = larder.timeout();
    Output output = larder.output();
    try (Larder client = larder.open()) {
      WorkspaceResult result =
          client.await(name, key, timeout == null ? BuildOptions.NO_LIMIT : timeout.toMillis());
      if (output.asJson()) {
        output.json(result);
      } else {
        String path = result.path() == null ? result.content() : result.path();
        output.line(Objects.requireNonNull(path));
      }
    }
    return ExitCode.DONE;
  }
}
