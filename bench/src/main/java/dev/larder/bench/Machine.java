package dev.larder.bench;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the figures were measured on: without it they say little. */
final class Machine {
  private Machine() {}

  static Map<String, String> facts(Path scratch) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    facts.put("cpu", first(Path.of("/proc/cpuinfo"), "model name"));
    facts.put("memory", first(Path.of("/proc/meminfo"), "MemTotal"));
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("java", System.getProperty("java.runtime.version"));
    FileStore store = Files.getFileStore(scratch);
    facts.put("file system", store.type());
    facts.put("load before", Files.readString(Path.of("/proc/loadavg")).strip());
    return facts;
  }

  private static String first(Path file, String name) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
