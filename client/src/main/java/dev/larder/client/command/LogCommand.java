package dev.larder.client.command;

import dev.larder.client.Larder;
import dev.larder.protocol.DocumentEvent;
import dev.larder.protocol.Limits;
import dev.larder.protocol.StatsLog;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code larder log}. */
@Command(
    name = "log",
    header = "Show the last versions of a document.",
    description =
        "Who wrote what and when, the newest first; of a deleted document too. The daemon remembers"
            + " up to 1000 versions of each.",
    footer = {"  larder log timings", "  larder log timings -n 3 --json"})
final class LogCommand implements Callable<Integer> {
  private final LarderCommand larder;

  @Parameters(index = "0", paramLabel = "DOC", description = "The document's name.")
  private String doc = "";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      description = "So many versions at most (${DEFAULT-VALUE}).")
  private int limit;

  LogCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    if (limit < 1 || limit > Limits.LOG_VERSIONS) {
      throw new UsageException("-n is 1 to " + Limits.LOG_VERSIONS);
    }
    Output output = larder.output();
    try (Larder client = larder.open()) {
      StatsLog log = client.log(doc, limit);
      if (output.asJson()) {
        output.json(log);
      } else {
        output.lines(table(log).lines());
      }
    }
    return ExitCode.DONE;
  }

  private static Table table(StatsLog log) {
    var table = new Table("VERSION", "WHEN", "WHAT", "WHO", "ENTRIES");
    for (DocumentEvent.Change change : log.versions()) {
      table.row(
          VersionText.versions(change),
          VersionText.when(change.at()),
          VersionText.kind(change),
          VersionText.who(change),
          VersionText.entries(change));
    }
    return table;
  }
}
