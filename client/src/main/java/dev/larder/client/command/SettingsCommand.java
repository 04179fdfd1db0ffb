package dev.larder.client.command;

import dev.larder.client.Larder;
import dev.larder.client.WriteOptions;
import dev.larder.protocol.DocumentSettings;
import dev.larder.protocol.Messages;
import dev.larder.protocol.WorkspaceSettings;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code larder settings}. */
@Command(
    name = "settings",
    header = "Show or set how a document is published, or a workspace built.",
    description = {
      "Without FILE the settings are shown, with it they are replaced as a whole. They are a JSON"
          + " object of \"publish\" (an absolute path at which the document is published too),"
          + " \"mode\" (the file's, in octal digits), \"indent\" (spaces a level, 0 to 16),"
          + " \"expire_entries_after\" (like 30d), \"max_entries\" (the oldest go) and"
          + " \"rules\" (what merges do with the values at some places: replace, deep, sum, min,"
          + " max, ewma, append or keep; see docs/merge-rules.md).",
      "",
      "With --workspace NAME is a workspace's, and its settings are \"max_builds\" (most builds of it"
          + " at once) and \"deadline_ms\" (how long one may take); see docs/builds.md."
    },
    footer = {
      "  larder settings timings",
      "  echo '{\"publish\": \"/home/u/.sage/timings2.json\", \"indent\": 1}' |",
      "    larder settings timings -",
      "  echo '{\"rules\": [{\"at\": \"/*/runs\", \"op\": \"sum\"}]}' |",
      "    larder settings timings -",
      "  echo '{}' | larder settings timings -     (back to the defaults)",
      "  echo '{\"max_builds\": 2, \"deadline_ms\": 600000}' |",
      "    larder settings --workspace gap -"
    })
final class SettingsCommand implements Callable<Integer> {
  private final LarderCommand larder;

  @Option(
      names = {"-w", "--workspace"},
      description = "NAME is a workspace.")
  private boolean ofWorkspace;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The document's name, or with -w the workspace's.")
  private String name = "";

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
    return ofWorkspace ? workspace() : document();
  }

  private int workspace() throws IOException {
    WorkspaceSettings settings =
        file == null
            ? null
            : Messages.readRequest(Body.read(file, larder.shell()), WorkspaceSettings.class);
    Output output = larder.output();
    try (Larder client = larder.open()) {
      if (settings == null) {
        output.json(client.workspaceSettings(name));
        return ExitCode.DONE;
      }
      WorkspaceSettings set = client.workspaceSettings(name, settings);
      if (output.asJson()) {
        output.json(set);
      }
    }
    return ExitCode.DONE;
  }

  private int document() throws IOException {
    Output output = larder.output();
    if (file == null) {
      try (Larder client = larder.open()) {
        output.json(client.settings(name));
      }
      return ExitCode.DONE;
    }
    DocumentSettings settings =
        Messages.readRequest(Body.read(file, larder.shell()), DocumentSettings.class);
    try (Larder client = larder.open()) {
      WriteOptions options = WriteOptions.DEFAULTS.withIdempotencyKey(once.key());
      return output.written(client.settings(name, settings, options));
    }
  }
}
