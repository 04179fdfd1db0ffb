package dev.larder.client.command;

import dev.larder.client.Larder;
import dev.larder.protocol.Health;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code larder health}. */
@Command(
    name = "health",
    header = "Ask whether the daemon can take writes.",
    description = {
      "For probes: ends with 0 if the running daemon is ready, with 1 if it is not, with 3 if",
      "there is none. Never starts one."
    },
    footer = {"  larder health", "  larder health --timeout 2s --json"})
final class HealthCommand implements Callable<Integer> {
  private final LarderCommand larder;

  HealthCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    Output output = larder.output();
    try (Larder client = larder.openRunning()) {
      Health health = client.readiness();
      if (output.asJson()) {
        output.json(health);
      } else {
        output.line(health.status());
      }
    }
    return ExitCode.DONE;
  }
}
