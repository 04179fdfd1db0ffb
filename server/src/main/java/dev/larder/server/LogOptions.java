package dev.larder.server;

import dev.larder.server.ops.Logs;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The settings of the log. */
final class LogOptions {
  private static final Set<String> LEVELS = Set.of("trace", "debug", "info", "warn", "error");
  private static final Set<String> FORMATS = Set.of("text", "json");

  /** Smaller files would not hold the lines of one bad start. */
  private static final long LEAST_BYTES = 4 << 10;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "${env:LARDER_LOG_LEVEL:-info}",
      description = "trace, debug, info, warn or error (LARDER_LOG_LEVEL; ${DEFAULT-VALUE}).")
  private String level = "info";

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "${env:LARDER_LOG_FORMAT:-text}",
      description =
          "text, or json: an object a line; a terminal gets text (LARDER_LOG_FORMAT;"
              + " ${DEFAULT-VALUE}).")
  private String format = "text";

  @Option(
      names = "--log-size",
      paramLabel = "SIZE",
      defaultValue = "${env:LARDER_LOG_SIZE:-10MiB}",
      converter = Units.BytesConverter.class,
      description =
          "Length at which larder.log is followed by the next file; 3 are kept (LARDER_LOG_SIZE;"
              + " ${DEFAULT-VALUE}).")
  private long fileBytes;

  /** What is out of its bounds, for people; null if nothing is. */
  @Nullable String fault() {
    if (!LEVELS.contains(level)) {
      return "--log-level is '" + level + "'; give trace, debug, info, warn or error";
    }
    if (!FORMATS.contains(format)) {
      return "--log-format is '" + format + "'; give text or json";
    }
    if (fileBytes < LEAST_BYTES) {
      return "--log-size is " + fileBytes + " bytes; give at least 4KiB";
    }
    return null;
  }

  /** How the log is kept; only where {@link #fault} found nothing. */
  Logs.Settings settings() {
    return new Logs.Settings(
        level, Logs.Format.valueOf(format.toUpperCase(Locale.ROOT)), fileBytes);
  }
}
