package dev.larder.server.ops;

import java.nio.file.Path;
import org.tinylog.configuration.Configuration;

/**
 * Sends the log to {@code ROOT/larder.log}, rolled by size, and on request to standard error. Call
 * it before the first line is logged: the backend reads its configuration once.
 */
public final class Logs {
  private static final String FORMAT =
      "{date:yyyy-MM-dd'T'HH:mm:ss.SSSXXX} {level} [{thread}] {class-name}: {message}";
  private static final String ROLL_AT = "size: 10mb";
  private static final String KEPT_FILES = "3";

  private Logs() {}

  /**
   * Sets up the log of a daemon.
   *
   * @param root where {@code larder.log} is, which links to the newest of {@code larder.N.log}
   * @param level trace, debug, info, warn or error
   * @param alsoToStandardError for a daemon in the foreground
   */
  public static void start(Path root, String level, boolean alsoToStandardError) {
    Configuration.set("level", level);
    // Netty tells at debug level what it tries at its start; that is its own business.
    Configuration.set("level@io.netty", "warn");
    Configuration.set("autoshutdown", "false");
    Configuration.set("writer1", "rolling file");
    Configuration.set("writer1.file", root.resolve("larder.{count}.log").toString());
    Configuration.set("writer1.latest", root.resolve("larder.log").toString());
    Configuration.set("writer1.policies", ROLL_AT);
    Configuration.set("writer1.backups", KEPT_FILES);
    Configuration.set("writer1.format", FORMAT);
    if (alsoToStandardError) {
      Configuration.set("writer2", "console");
      Configuration.set("writer2.stream", "err");
      Configuration.set("writer2.format", FORMAT);
    }
  }
}
