package dev.larder.client.command;

import dev.larder.client.Larder;
import dev.larder.client.Watch;
import dev.larder.protocol.DocumentEvent;
import dev.larder.protocol.WorkspaceEvent;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code larder watch}. */
@Command(
    name = "watch",
    header = "Print each version of a document as it comes.",
    description = {
      "One line a version: what was done, by whom, and which entries changed; several versions in"
          + " one line where they come faster than they can be shown. It goes on over a restart"
          + " of the daemon. With --workspace: each build that begins, ends or is lost."
    },
    footer = {
      "  larder watch timings",
      "  larder watch timings --since 41 --json",
      "  larder watch timings --count 1    (wait for one change)",
      "  larder watch --workspace gap"
    })
final class WatchCommand implements Callable<Integer> {
  private final LarderCommand larder;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DOC",
      description = "The document's name; it need not be there yet.")
  private @Nullable String doc;

  @Option(
      names = "--workspace",
      paramLabel = "NAME",
      description = "Watch the builds of a workspace instead.")
  private @Nullable String workspace;

  @Option(
      names = "--since",
      paramLabel = "VERSION",
      description = "Begin behind this version, not with the next one.")
  private @Nullable Long since;

  @Option(names = "--count", paramLabel = "N", description = "End after so many lines.")
  private @Nullable Long count;

  WatchCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    if ((doc == null) == (workspace == null)) {
      throw new UsageException("name a document, or a --workspace");
    }
    if (count != null && count < 1) {
      throw new UsageException("--count is at least 1");
    }
    if (since != null && (since < 0 || workspace != null)) {
      throw new UsageException("--since is a document's version");
    }
    try (Larder client = larder.open()) {
      if (doc == null) {
        try (Watch<WorkspaceEvent> watch = client.watchWorkspace(String.valueOf(workspace))) {
          workspace(watch);
        }
      } else {
        try (Watch<DocumentEvent> watch =
            since == null ? client.watch(doc) : client.watch(doc, since)) {
          document(watch);
        }
      }
    }
    return ExitCode.DONE;
  }

  private void document(Watch<DocumentEvent> watch) throws IOException {
    for (long shown = 0; count == null || shown < count; ) {
      DocumentEvent event = watch.next();
      if (!(event instanceof DocumentEvent.Open)) {
        print(
            event,
            event instanceof DocumentEvent.Change change
                ? VersionText.line(change)
                : event.version() + "  versions were missed: get the document");
        shown++;
      }
    }
  }

  private void workspace(Watch<WorkspaceEvent> watch) throws IOException {
    for (long shown = 0; count == null || shown < count; ) {
      WorkspaceEvent event = watch.next();
      if (!(event instanceof WorkspaceEvent.Open)) {
        print(event, BuildText.line(event));
        shown++;
      }
    }
  }

  private void print(Object event, String line) throws IOException {
    Output output = larder.output();
    if (output.asJson()) {
      output.json(event);
    } else {
      output.line(line);
    }
    output.bytes().flush(); // each line when it comes, also into a pipe
  }
}
