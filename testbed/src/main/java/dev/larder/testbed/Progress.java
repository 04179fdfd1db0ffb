package dev.larder.testbed;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** What a long run tells while it goes on: by standard error, since its table is the output. */
public final class Progress {
  private Progress() {}

  /** Tells a line, with the time of day. */
  public static void say(String line) {
    System.err.println(
        LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " " + line);
  }
}
