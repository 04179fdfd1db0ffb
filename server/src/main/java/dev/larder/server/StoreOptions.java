package dev.larder.server;

import dev.larder.server.workspaces.Quota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** The settings of the store of results: how much it may hold, and for how long. */
final class StoreOptions {
  /** The usual floor, and on a small disk at most this part of it. */
  private static final long USUAL_FREE_BYTES = 1L << 30;

  private static final int USUAL_FREE_PART = 20;

  @Option(
      names = "--max-store",
      paramLabel = "SIZE",
      defaultValue = "${env:LARDER_MAX_STORE:-none}",
      converter = Units.BoundConverter.class,
      description =
          "What all results may take together; past it those go that were not used for longest"
              + " (LARDER_MAX_STORE; ${DEFAULT-VALUE}).")
  private long maxStoreBytes;

  @Option(
      names = "--max-result-age",
      paramLabel = "DURATION",
      defaultValue = "${env:LARDER_MAX_RESULT_AGE:-never}",
      converter = Units.DurationConverter.class,
      description =
          "How long a result stays that nobody uses, such as 30d (LARDER_MAX_RESULT_AGE;"
              + " ${DEFAULT-VALUE}).")
  private Duration maxResultAge = Units.NEVER;

  @Option(
      names = "--min-free",
      paramLabel = "SIZE",
      defaultValue = "${env:LARDER_MIN_FREE}",
      converter = Units.BytesConverter.class,
      description =
          "What the disk is to have left, or results go; 0 for nothing (LARDER_MIN_FREE; 1GiB, and"
              + " on a small disk a twentieth of it).")
  private @Nullable Long minFreeBytes;

  /**
   * The quota.
   *
   * @param root there by now
   */
  Quota quota(Path root) {
    return new Quota(
        maxStoreBytes,
        maxResultAge.equals(Units.NEVER) ? Quota.NO_LIMIT : maxResultAge.toMillis(),
        minFreeBytes == null ? usualFreeBytes(root) : minFreeBytes);
  }

  private static long usualFreeBytes(Path root) {
    try {
      long total = Files.getFileStore(root).getTotalSpace();
      return Math.min(USUAL_FREE_BYTES, total / USUAL_FREE_PART);
    } catch (IOException e) {
      // No logger of the class: it would be there before the log's own settings are read.
      LoggerFactory.getLogger(StoreOptions.class)
          .warn("The disk of {} does not tell its size; nothing is kept free on it", root, e);
      return 0;
    }
  }
}
