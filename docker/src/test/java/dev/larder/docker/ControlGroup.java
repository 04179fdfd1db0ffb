package dev.larder.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the kernel charges to a container, cgroups(7) of either version. */
final class ControlGroup {
  private static final Path MOUNTED = Path.of("/sys/fs/cgroup");

  private final Path folder;
  private final boolean second;

  private ControlGroup(Path folder, boolean second) {
    this.folder = folder;
    this.second = second;
  }

  /** That of a process of this machine, whose lines in proc(5) are NUMBER:CONTROLLERS:PATH. */
  static ControlGroup of(long pid) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc", "" + pid, "cgroup"));
    for (String line : lines) {
      if (line.contains(":memory:")) {
        String path = line.substring(line.lastIndexOf(':') + 2);
        return new ControlGroup(MOUNTED.resolve("memory").resolve(path), false);
      }
    }
    for (String line : lines) {
      if (line.startsWith("0::/")) {
        return new ControlGroup(MOUNTED.resolve(line.substring("0::/".length())), true);
      }
    }
    throw new IOException("no control group for memory in " + lines);
  }

  /**
   * Bytes that can not be had back: its own memory and the kernel's for it, but no files' pages.
   */
  long ownBytes() throws IOException {
    return second
        ? stat("anon") + stat("kernel")
        : stat("rss")
            + Long.parseLong(
                Files.readString(folder.resolve("memory.kmem.usage_in_bytes")).strip());
  }

  private long stat(String name) throws IOException {
    for (String line : Files.readAllLines(folder.resolve("memory.stat"))) {
      if (line.startsWith(name + " ")) {
        return Long.parseLong(line.substring(name.length() + 1));
      }
    }
    throw new IOException("no '" + name + "' in memory.stat of " + folder);
  }
}
