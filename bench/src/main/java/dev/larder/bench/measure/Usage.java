package dev.larder.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What processes have used: proc(5), {@code stat} and {@code io}.
 *
 * @param cpuSeconds in user and system mode
 * @param writtenBytes that were caused to be sent to the disk
 */
public record Usage(double cpuSeconds, double writtenBytes) {
  /** Clock ticks of a second, which Linux tells everybody since 2.4 (times(2)). */
  private static final double TICKS = 100;

  /**
   * Of proc_pid_stat(5), behind the name in parentheses, which is the 2nd: utime, stime, and the
   * same of children that have ended.
   */
  private static final int TIMES = 14 - 3;

  private static final int TIMES_END = 17 - 3 + 1;

  /** Nothing. */
  public static final Usage NONE = new Usage(0, 0);

  /** What a process and all below it have used so far. */
  public static Usage of(ProcessHandle process) throws IOException {
    Usage all = ofOne(process.pid());
    for (ProcessHandle child : process.descendants().toList()) {
      all = all.plus(ofOne(child.pid()));
    }
    return all;
  }

  private static Usage ofOne(long pid) throws IOException {
    Path proc = Path.of("/proc", String.valueOf(pid));
    if (!Files.exists(proc)) {
      return NONE;
    }
    String stat = Files.readString(proc.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double ticks = 0;
    for (int field = TIMES; field < TIMES_END; field++) {
      ticks += Long.parseLong(fields[field]);
    }
    double written = 0;
    for (String line : Files.readAllLines(proc.resolve("io"))) {
      if (line.startsWith("write_bytes:")) {
        written = Long.parseLong(line.substring(line.indexOf(' ') + 1));
      }
    }
    return new Usage(ticks / TICKS, written);
  }

  /** Both together. */
  public Usage plus(Usage other) {
    return new Usage(cpuSeconds + other.cpuSeconds, writtenBytes + other.writtenBytes);
  }

  /** What came since. */
  public Usage since(Usage earlier) {
    return new Usage(cpuSeconds - earlier.cpuSeconds, writtenBytes - earlier.writtenBytes);
  }

  /** For one of so many operations. */
  public Usage each(double operations) {
    return new Usage(cpuSeconds / operations, writtenBytes / operations);
  }
}
