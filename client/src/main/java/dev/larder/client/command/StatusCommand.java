package dev.larder.client.command;

import dev.larder.client.Larder;
import dev.larder.protocol.DaemonStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code larder status}. */
@Command(
    name = "status",
    header = "Show how the daemon is.",
    description = "Shows the running daemon, with what needs attention; never starts one.",
    footer = {"  larder status", "  larder status --json", "  larder status --root /tmp/cache"})
final class StatusCommand implements Callable<Integer> {
  private final LarderCommand larder;

  StatusCommand(LarderCommand larder) {
    this.larder = larder;
  }

  @Override
  public Integer call() throws IOException {
    Output output = larder.output();
    try (Larder client = larder.openRunning()) {
      DaemonStatus status = client.status();
      if (output.asJson()) {
        output.json(status);
      } else {
        output.lines(lines(status, Instant.now()));
      }
    }
    return ExitCode.DONE;
  }

  /** The status for a person. */
  static List<String> lines(DaemonStatus status, Instant now) {
    var stats = status.stats();
    var workspaces = status.workspaces();
    var journal = status.journal();
    var lines = new ArrayList<String>();
    lines.add(
        "larder %s (protocol %d), pid %d, up %s"
            .formatted(
                status.version(),
                status.protocol(),
                status.pid(),
                span(Duration.between(status.started(), now))));
    lines.add("  root        " + status.root());
    lines.add(
        "  listens at  %s; %d connections"
            .formatted(String.join(", ", status.endpoints()), status.connections()));
    lines.add(
        "  stats       %d documents, %d entries, %d bytes; %d writes since the start"
            .formatted(stats.documents(), stats.entries(), stats.bytes(), stats.writes()));
    lines.add(
        "  workspaces  %d ready, %d building, %d waiting"
            .formatted(workspaces.ready(), workspaces.building(), workspaces.waiting()));
    lines.add(
        "  store       %d bytes%s, %d pins"
            .formatted(
                workspaces.bytes(),
                workspaces.maxBytes() == null ? "" : " of " + workspaces.maxBytes(),
                workspaces.pins()));
    lines.add(
        "  journal     %d bytes in %d segments, forced up to %d"
            .formatted(journal.bytes(), journal.segments(), journal.sequence()));
    for (DaemonStatus.Notice notice : status.notices()) {
      String since = notice.since() == null ? "" : " (since " + notice.since() + ")";
      lines.add("  attention   " + notice.about() + ": " + notice.what() + since);
    }
    return lines;
  }

  private static String span(Duration duration) {
    if (duration.toDays() > 0) {
      return duration.toDays() + " d " + duration.toHoursPart() + " h";
    }
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    if (duration.toMinutes() > 0) {
      return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
    return Math.max(0, duration.toSeconds()) + " s";
  }
}
