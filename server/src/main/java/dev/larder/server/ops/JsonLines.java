package dev.larder.server.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.larder.protocol.Messages;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.ConsoleWriter;
import org.tinylog.writers.RollingFileWriter;
import org.tinylog.writers.Writer;

/**
 * A writer of tinylog's that makes each event one line of JSON, and hands it to one of tinylog's
 * own: to the console where it is told a {@code stream}, else to rolling files. (tinylog's JSON
 * writer knows neither.) tinylog finds it by its name and calls it from any thread; it has no
 * state, and those behind it guard theirs.
 *
 * <p>Members: {@code time} (RFC 3339, UTC), {@code level}, {@code logger}, {@code thread}, {@code
 * message}, and {@code exception}, the stack trace, where there is one.
 */
public final class JsonLines implements Writer {
  private final Writer behind;

  /** Made by tinylog, with the writer's part of its configuration. */
  public JsonLines(Map<String, String> properties) throws IOException {
    Map<String, String> forBehind = new HashMap<>(properties);
    forBehind.put("format", "{message}");
    this.behind =
        properties.containsKey("stream")
            ? new ConsoleWriter(forBehind)
            : new RollingFileWriter(forBehind);
  }

  @Override
  public Collection<LogEntryValue> getRequiredLogEntryValues() {
    return EnumSet.of(
        LogEntryValue.DATE,
        LogEntryValue.LEVEL,
        LogEntryValue.CLASS,
        LogEntryValue.THREAD,
        LogEntryValue.MESSAGE,
        LogEntryValue.EXCEPTION);
  }

  @Override
  public void write(LogEntry event) throws Exception {
    behind.write(
        new LogEntry(
            event.getTimestamp(),
            event.getThread(),
            event.getContext(),
            event.getClassName(),
            event.getMethodName(),
            event.getFileName(),
            event.getLineNumber(),
            event.getTag(),
            event.getLevel(),
            line(event),
            null));
  }

  static String line(LogEntry event) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("time", event.getTimestamp().toInstant().toString());
    members.put("level", event.getLevel().toString());
    members.put("logger", event.getClassName());
    members.put("thread", event.getThread().getName());
    members.put("message", String.valueOf(event.getMessage()));
    Throwable exception = event.getException();
    if (exception != null) {
      StringWriter trace = new StringWriter();
      exception.printStackTrace(new PrintWriter(trace));
      members.put("exception", trace.toString());
    }
    return new String(Messages.write(members), UTF_8);
  }

  @Override
  public void flush() throws Exception {
    behind.flush();
  }

  @Override
  public void close() throws Exception {
    behind.close();
  }
}
