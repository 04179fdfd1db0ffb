package dev.larder.client.command;

import dev.larder.client.Larder;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code larder stop}. */
@Command(
    name = "stop",
    header = "Stop the daemon.",
    description =
        "Returns when the daemon has published everything and left. It is well, too, if none ran.",
    footer = {"  larder stop", "  larder stop --timeout 5s"})
final class StopCommand implements Callable<Integer> {
  private final LarderCommand larder;

  StopCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    Output output = larder.output();
    try (Larder client = larder.openRunning()) {
      boolean ran = client.stop();
      if (output.asJson()) {
        output.json(Map.of("stopped", ran));
      } else {
        output.line(ran ? "The daemon has left." : "No daemon ran.");
      }
    }
    return ExitCode.DONE;
  }
}
