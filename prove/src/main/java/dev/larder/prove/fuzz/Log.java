package dev.larder.prove.fuzz;

import dev.larder.server.ops.Logs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The daemon's own log, kept for all targets of this process: a line in it is a finding. */
public final class Log {
  private static final long FILE_BYTES = 1 << 30;
  private static final Path FOLDER = new Scratch("log").folder();
  private static long readBytes;

  static {
    // What is refused or cut is told at lower levels, and no bug.
    Logs.start(FOLDER, new Logs.Settings("warn", Logs.Format.TEXT, FILE_BYTES), false);
  }

  private Log() {}

  /** Begins it; before anything is logged. */
  static void begin() {}

  /**
   * Looks for lines since the last look.
   *
   * @throws Contradiction with them
   */
  public static void check() throws IOException {
    Path file = FOLDER.resolve("larder.log");
    long bytes = Files.exists(file) ? Files.size(file) : 0;
    if (bytes > readBytes) {
      String lines = Files.readString(file, StandardCharsets.UTF_8);
      readBytes = bytes;
      throw new Contradiction("the daemon logs: " + lines);
    }
  }
}
