package dev.larder.client.command;

import dev.larder.client.Larder;
import dev.larder.client.WriteOptions;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.Messages;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code larder settings}. */
@Command(
    name = "settings",
    header = "Show or set how a stats document is published and merged.",
    description = {
      "Without FILE the settings are shown, with it they are replaced as a whole. They are a JSON"
          + " object of \"publish\" (an absolute path at which the document is published too),"
          + " \"mode\" (the file's, in octal digits), \"indent\" (spaces a level, 0 to 16),"
          + " \"expire_entries_after\" (like 30d), \"max_entries\" (the oldest go) and"
          + " \"rules\" (what merges do with the values at some places: replace, deep, sum, min,"
          + " max, ewma, append or keep; see docs/merge-rules.md)."
    },
    footer = {
      "  larder settings timings",
      "  echo '{\"publish\": \"/home/u/.sage/timings2.json\", \"indent\": 1}' |",
      "    larder settings timings -",
      "  echo '{\"rules\": [{\"at\": \"/*/runs\", \"op\": \"sum\"}]}' |",
      "    larder settings timings -",
      "  echo '{}' | larder settings timings -     (back to the defaults)"
    })
final class SettingsCommand implements Callable<Integer> {
  private final LarderCommand larder;

  @Parameters(index = "0", paramLabel = "DOC", description = "The document's name.")
  private String doc = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The new settings; - for standard input.")
  private @Nullable String file;

  @Mixin private final OnceOption once = new OnceOption();

  SettingsCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    Output output = larder.output();
    if (file == null) {
      try (Larder client = larder.open()) {
        output.json(client.settings(doc));
      }
      return ExitCode.DONE;
    }
    DocumentSettings settings =
        Messages.readRequest(Body.read(file, larder.shell()), DocumentSettings.class);
    try (Larder client = larder.open()) {
      WriteOptions options = WriteOptions.DEFAULTS.withIdempotencyKey(once.key());
      return output.written(client.settings(doc, settings, options));
    }
  }
}
