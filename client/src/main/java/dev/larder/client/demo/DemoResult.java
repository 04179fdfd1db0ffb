package dev.larder.client.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the demo counted.
 *
 * @param entries how many entries the writers had, all together
 * @param requests how many processes needed the expensive result
 * @param result what the expensive result was
 * @param without without Larder
 * @param with through a daemon
 * @param problems what went wrong through the daemon; empty if nothing did
 */
public record DemoResult(
    int entries, int requests, String result, Part without, Part with, List<String> problems) {

  /**
   * The counts of one part.
   *
   * @param kept entries that stand in the shared file in the end, with the value that was written
   * @param builds builds that were begun
   * @param writersMs from the starting signal to the end of the last writer, in milliseconds
   * @param buildersMs the same of those who needed the result
   */
  public record Part(int kept, int builds, long writersMs, long buildersMs) {}

  private static final double MS_PER_S = 1000.0;

  /** Whether every entry is there, the result was built once, and nothing else went wrong. */
  public boolean isAsPromised() {
    return with.kept() == entries && with.builds() == 1 && problems.isEmpty();
  }

  /** The counts beside each other, then what Larder kept. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add(row("", "without Larder", "with Larder"));
    lines.add(row("entries kept of " + entries, without.kept(), with.kept()));
    lines.add(row("time of the writers", seconds(without.writersMs), seconds(with.writersMs)));
    lines.add(row("builds of " + result, without.builds(), with.builds()));
    lines.add(
        row(
            "time of " + requests + " that need it",
            seconds(without.buildersMs),
            seconds(with.buildersMs)));
    lines.add("");
    problems.forEach(problem -> lines.add("Not as promised: " + problem));
    lines.add(
        "%d of %d entries, %d %s of %d requests"
            .formatted(
                with.kept(),
                entries,
                with.builds(),
                with.builds() == 1 ? "build" : "builds",
                requests));
    return lines;
  }

  private static String row(String what, Object left, Object right) {
    return String.format(Locale.ROOT, "%-42s%16s%14s", what, left, right).stripTrailing();
  }

  private static String seconds(long ms) {
    return String.format(Locale.ROOT, "%.1f s", ms / MS_PER_S);
  }
}
