package dev.larder.prove.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What happened, site by site, as a table for people. One thread. */
final class FaultTable {
  private final Map<String, Map<Fault, Set<String>>> rows = new TreeMap<>();
  private final Set<String> notReached = new TreeSet<>();

  void add(Site site, Fault fault, String word) {
    rows.computeIfAbsent(site.row(), row -> new EnumMap<>(Fault.class))
        .computeIfAbsent(fault, any -> new TreeSet<>())
        .add(word);
  }

  void addNotReached(Site site, Fault fault) {
    notReached.add(site.row() + " | " + fault);
  }

  /** How many lines it has. */
  int size() {
    return rows.size();
  }

  void write(Path file) throws IOException {
    var text = new StringBuilder();
    text.append("| call | file | when |");
    for (Fault fault : Fault.values()) {
      text.append(' ').append(fault).append(" |");
    }
    text.append("\n|---|---|---|---|---|---|---|\n");
    rows.forEach(
        (row, words) -> {
          text.append("| ").append(row).append(" |");
          for (Fault fault : Fault.values()) {
            text.append(' ').append(String.join(", ", words.getOrDefault(fault, Set.of())));
            text.append(" |");
          }
          text.append('\n');
        });
    text.append(
        """

        `–` nobody noticed: answered as ever, tried again where needed. `507` refused, undone, reads
        go on, heals with the disk. `503` durable and answered so, published once the disk is well.
        `500` refused; the same work done again succeeds. `ends` a clear message, exit code 70. `exit
        1` a clear message; of a start: the next one succeeds. An empty place was not tried. After
        each: kill -9, a start, every answer kept.
        """);
    if (!notReached.isEmpty()) {
      text.append("\nNot reached by the injection:\n\n");
      notReached.forEach(site -> text.append("- ").append(site.replace(" | ", ", ")).append('\n'));
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
  }
}
