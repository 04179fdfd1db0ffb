package dev.larder.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What proc(5) tells of a process; 0 if it has ended. */
public final class Proc {
  private Proc() {}

  /** Resident memory, in MiB. */
  public static long residentMb(long pid) throws IOException {
    Path status = of(pid).resolve("status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  /** How many files it has open. */
  public static long openFiles(long pid) throws IOException {
    if (!Files.exists(of(pid))) {
      return 0;
    }
    try (Stream<Path> files = Files.list(of(pid).resolve("fd"))) {
      return files.count();
    }
  }

  private static Path of(long pid) {
    return Path.of("/proc", String.valueOf(pid));
  }
}
