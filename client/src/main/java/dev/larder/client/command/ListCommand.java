package dev.larder.client.command;

import dev.larder.client.Larder;
import dev.larder.protocol.Pin;
import dev.larder.protocol.StatsList;
import dev.larder.protocol.StatsList.PublishedFile;
import dev.larder.protocol.WorkspaceList;
import dev.larder.protocol.WorkspaceResult;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code larder ls}. */
@Command(
    name = "ls",
    header = "List stats documents and workspaces.",
    description = {
      "Without a name both; \"stats\" and \"workspaces\" are those alone; any other name is a"
          + " workspace, whose keys are listed."
    },
    footer = {"  larder ls", "  larder ls stats --json", "  larder ls gap"})
final class ListCommand implements Callable<Integer> {
  private static final String STATS = "stats";
  private static final String WORKSPACES = "workspaces";

  private final LarderCommand larder;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "stats, workspaces, or a workspace's name.")
  private @Nullable String name;

  ListCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    Output output = larder.output();
    try (Larder client = larder.open()) {
      if (name == null) {
        both(client.stats(), client.workspaces(), output);
      } else if (name.equals(STATS)) {
        StatsList stats = client.stats();
        print(stats, table(stats), output);
      } else if (name.equals(WORKSPACES)) {
        WorkspaceList workspaces = client.workspaces();
        print(workspaces, table(workspaces), output);
      } else {
        WorkspaceResult.Keys keys = client.results(name);
        print(keys, table(keys), output);
      }
    }
    return ExitCode.DONE;
  }

  private static void both(StatsList stats, WorkspaceList workspaces, Output output)
      throws IOException {
    if (output.asJson()) {
      var both = new LinkedHashMap<String, Object>();
      both.put("documents", stats.documents());
      both.put(WORKSPACES, workspaces.workspaces());
      output.json(both);
    } else {
      output.lines(table(stats).lines());
      output.line("");
      output.lines(table(workspaces).lines());
    }
  }

  private static void print(Object message, Table table, Output output) throws IOException {
    if (output.asJson()) {
      output.json(message);
    } else {
      output.lines(table.lines());
    }
  }

  private static Table table(StatsList stats) {
    var table = new Table("DOCUMENT", "VERSION", "ENTRIES", "BYTES", "PUBLISHED AT");
    for (StatsList.Item item : stats.documents()) {
      table.row(
          item.name(), item.version(), item.entries(), item.bytes(), published(item.published()));
    }
    return table;
  }

  private static String published(List<PublishedFile> files) {
    return files.stream()
        .map(file -> file.path() + (file.problem() == null ? "" : " (" + file.problem() + ")"))
        .collect(Collectors.joining(", "));
  }

  private static Table table(WorkspaceList workspaces) {
    var table = new Table("WORKSPACE", "READY", "BUILDING", "BYTES");
    for (WorkspaceList.Item item : workspaces.workspaces()) {
      table.row(item.name(), item.ready(), item.building(), item.bytes());
    }
    return table;
  }

  private static Table table(WorkspaceResult.Keys keys) {
    var table =
        new Table("KEY", "STATE", "BYTES", "BUILD MS", "WAITERS", "LAST USED", "PINS", "PATH");
    for (WorkspaceResult result : keys.results()) {
      table.row(
          result.key(),
          switch (result.state()) {
            case READY -> "ready";
            case BUILDING -> "building";
            case QUEUED -> "queued";
            case FAILED -> "failed";
          },
          result.bytes() == null ? "" : result.bytes(),
          result.buildMs() == null ? "" : result.buildMs(),
          result.waiters(),
          result.lastUsed() == null ? "" : result.lastUsed().truncatedTo(ChronoUnit.SECONDS),
          pins(result),
          result.path() == null ? "" : result.path());
    }
    return table;
  }

  private static String pins(WorkspaceResult result) {
    Stream<String> names = result.pins().stream().map(Pin::name);
    Stream<String> held = result.holds() == 0 ? Stream.of() : Stream.of(result.holds() + " in use");
    return Stream.concat(names, held).collect(Collectors.joining(", "));
  }
}
