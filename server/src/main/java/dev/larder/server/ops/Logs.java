package dev.larder.server.ops;

import java.io.IOException;
import java.nio.file.Path;
import org.tinylog.configuration.Configuration;

/**
 * Sends the log to {@code ROOT/larder.log}, rolled by size, and on request to standard error. Call
 * it before the first line is logged: the backend reads its configuration once.
 */
public final class Logs {
  private static final String TEXT =
      "{date:yyyy-MM-dd'T'HH:mm:ss.SSSXXX} {level} [{thread}] {class-name}: {message}";
  private static final String KEPT_FILES = "3";
  private static final Path STANDARD_ERROR = Path.of("/dev/fd/2");

  private Logs() {}

  /** How an event is written. */
  public enum Format {
    /** For people: a line, and a stack trace below it. */
    TEXT,
    /** For programs: a JSON object a line, the stack trace within it. */
    JSON
  }

  /**
   * How the log is kept.
   *
   * @param level trace, debug, info, warn or error
   * @param fileBytes the length at which a file is followed by the next; three are kept
   */
  public record Settings(String level, Format format, long fileBytes) {}

  /**
   * Sets up the log of a daemon.
   *
   * @param root where {@code larder.log} is, which links to the newest of {@code larder.N.log}
   * @param alsoToStandardError for a daemon in the foreground; a terminal gets text in any case
   */
  public static void start(Path root, Settings settings, boolean alsoToStandardError) {
    Configuration.set("level", settings.level());
    // Netty tells at debug level what it tries at its start; that is its own business.
    Configuration.set("level@io.netty", "warn");
    Configuration.set("autoshutdown", "false");
    writer("writer1", "rolling file", settings.format());
    Configuration.set("writer1.file", root.resolve("larder.{count}.log").toString());
    Configuration.set("writer1.latest", root.resolve("larder.log").toString());
    Configuration.set("writer1.policies", "size: " + settings.fileBytes());
    Configuration.set("writer1.backups", KEPT_FILES);
    if (alsoToStandardError) {
      writer("writer2", "console", isTerminal() ? Format.TEXT : settings.format());
      Configuration.set("writer2.stream", "err");
    }
  }

  private static void writer(String name, String kind, Format format) {
    Configuration.set(name, format == Format.JSON ? JsonLines.class.getName() : kind);
    if (format == Format.TEXT) {
      Configuration.set(name + ".format", TEXT);
    }
  }

  /** {@code System.console()} speaks of input and output together, and not of standard error. */
  private static boolean isTerminal() {
    try {
      String device = STANDARD_ERROR.toRealPath().toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException e) {
      return false; // closed, or a pipe, which has no path
    }
  }
}
