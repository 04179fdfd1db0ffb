package dev.larder.client.command;

import dev.larder.protocol.BuildEvent.Waiting;
import dev.larder.protocol.BuildProgress;
import dev.larder.protocol.Builder;
import dev.larder.protocol.WorkspaceId;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells a person who waits for a build who runs it, for how long, and how long it took last time:
 * on a terminal in one line that is written over, elsewhere in one plain line for each builder. One
 * thread uses it.
 */
final class WaitingLine implements AutoCloseable {
  /** A line that a terminal breaks in two cannot be written over; 80 columns are everywhere. */
  private static final int MOST_CHARS = 79;

  private static final int KEY_CHARS = 8;
  private static final double MS_PER_S = 1000.0;

  private final WorkspaceId id;
  private final PrintStream err;
  private final boolean onTerminal;
  private int shownChars;
  private String told = "";

  WaitingLine(WorkspaceId id, Shell shell) {
    this.id = id;
    this.err = shell.err();
    this.onTerminal = shell.terminals().isTerminal(Terminals.Stream.ERR);
  }

  /** Shows how far the build of another client is. */
  void show(Waiting waiting) {
    if (onTerminal) {
      String line = cut(text(waiting));
      err.print("\r" + line + " ".repeat(Math.max(0, shownChars - line.length())));
      err.flush();
      shownChars = line.length();
    } else if (!about(waiting).equals(told)) {
      told = about(waiting);
      err.println(text(waiting));
    }
  }

  /** Takes the line away from the terminal. */
  void erase() {
    if (shownChars > 0) {
      err.print("\r" + " ".repeat(shownChars) + "\r");
      err.flush();
      shownChars = 0;
    }
  }

  @Override
  public void close() {
    erase();
  }

  private String text(Waiting waiting) {
    Long expectedMs = waiting.expectedMs();
    return "larder: waiting for %s/%s, %s, %s%s%s"
        .formatted(
            id.name(),
            shortKey(),
            about(waiting) + (waiting.queued() == null ? "" : " (place " + waiting.queued() + ")"),
            seconds(waiting.elapsedMs()),
            expectedMs == null ? "" : " of about " + seconds(expectedMs),
            progress(waiting.progress()));
  }

  /** Whom or what it waits for: another one is worth another line where lines stay. */
  private static String about(Waiting waiting) {
    Builder builder = waiting.builder();
    return builder == null
        ? "queued, as many builds run as may"
        : "built by pid %d on %s".formatted(builder.pid(), builder.host());
  }

  private static String progress(@Nullable BuildProgress progress) {
    if (progress == null) {
      return "";
    }
    String line = progress.line() == null ? "" : progress.line().strip();
    if (line.isEmpty() && progress.percent() != null) {
      line = progress.percent() + "%";
    }
    return line.isEmpty() ? "" : ": " + line;
  }

  private String shortKey() {
    String key = id.key().value();
    return key.length() <= KEY_CHARS + 1 ? key : key.substring(0, KEY_CHARS) + "…";
  }

  private static String seconds(long ms) {
    return String.format(Locale.ROOT, "%.1f s", ms / MS_PER_S);
  }

  private static String cut(String line) {
    return line.length() <= MOST_CHARS ? line : line.substring(0, MOST_CHARS - 1) + "…";
  }
}
