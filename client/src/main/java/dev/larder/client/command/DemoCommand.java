package dev.larder.client.command;

import dev.larder.client.demo.Demo;
import dev.larder.client.demo.DemoResult;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code larder demo}. */
@Command(
    name = "demo",
    header = "See what is lost without Larder, and kept with it.",
    description = {
      "In a temporary folder, for less than half a minute: 16 processes share one real timings file,"
          + " and 10 need one expensive result; first without Larder, then through a daemon. The"
          + " exit code is 1 if Larder lost an entry or built twice. Nothing stays behind; other"
          + " daemons and roots are not touched."
    },
    footer = {"  larder demo", "  larder demo --json 2>/dev/null"})
final class DemoCommand implements Callable<Integer> {
  private final LarderCommand larder;

  DemoCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws Exception {
    Output output = larder.output();
    DemoResult result = Demo.run(larder.shell().err()::println, Main.class.getName());
    if (output.asJson()) {
      output.json(result);
    } else {
      output.lines(result.lines());
    }
    return result.isAsPromised() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
