package dev.larder.client.command;

import dev.larder.client.Larder;
import dev.larder.protocol.EvictionAnswer;
import dev.larder.protocol.EvictionRequest;
import dev.larder.protocol.WorkspaceKey;
import dev.larder.protocol.WorkspaceName;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code larder evict}. */
@Command(
    name = "evict",
    header = "Remove results that were not used for longest.",
    description = {
      "Of all workspaces, or of one, or one result. Pinned ones and those that are being built"
          + " stay. Say what: a name, --older-than, or --to (--to 0 for everything that may go)."
          + " Prints what is gone."
    },
    footer = {
      "  larder evict --older-than 48h",
      "  larder evict gap --to 2GiB --dry-run",
      "  larder evict gap 3f2a9c"
    })
final class EvictCommand implements Callable<Integer> {
  private final LarderCommand larder;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "A workspace's name.")
  private @Nullable String name;

  @Parameters(index = "1", arity = "0..1", paramLabel = "KEY", description = "A result's key.")
  private @Nullable String key;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Only what was not used for so long.")
  private @Nullable Duration olderThan;

  @Option(
      names = "--to",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Only until no more is left than this, such as 2GiB.")
  private @Nullable Long toBytes;

  @Option(names = "--dry-run", description = "Remove nothing; print what would go.")
  private boolean dryRun;

  EvictCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    if (name == null && olderThan == null && toBytes == null) {
      throw new UsageException("say what: a name, --older-than, or --to (--to 0 for everything)");
    }
    EvictionRequest request =
        new EvictionRequest(
            name == null ? null : WorkspaceName.parse(name),
            key == null ? null : WorkspaceKey.parse(key),
            olderThan == null ? null : olderThan.toSeconds(),
            toBytes,
            dryRun);
    try (Larder client = larder.open()) {
      print(client.evict(request));
    }
    return ExitCode.DONE;
  }

  private void print(EvictionAnswer answer) throws IOException {
    Output output = larder.output();
    if (output.asJson()) {
      output.json(answer);
      return;
    }
    var table = new Table("WORKSPACE", "KEY", "BYTES", "LAST USED");
    answer
        .evicted()
        .forEach(item -> table.row(item.name(), item.key(), item.bytes(), item.lastUsed()));
    output.lines(table.lines());
    output.line(
        "%d %s, %d bytes; %d pinned or being built"
            .formatted(
                answer.evicted().size(),
                dryRun ? "would go" : "gone",
                answer.bytes(),
                answer.kept()));
  }
}
