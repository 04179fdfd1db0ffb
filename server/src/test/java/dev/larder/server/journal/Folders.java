package dev.larder.server.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Folders as a crash or a bad disk would leave them, and what a journal makes of them. */
final class Folders {
  private Folders() {}

  /** The files of a folder by their names, sorted, with what is in them. */
  static NavigableMap<String, byte[]> snapshot(Path folder) throws IOException {
    NavigableMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> listed = Files.list(folder)) {
      for (Path file : listed.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  /** What is in one of them. */
  static byte[] bytes(Map<String, byte[]> files, String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  /** Makes a folder hold exactly these files. */
  static Path restore(Path folder, Map<String, byte[]> files) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> listed = Files.list(folder)) {
      for (Path file : listed.toList()) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }

  /** Opens the journal, and closes it; the records that it replayed, by sequence. */
  static Map<Long, String> replay(Path folder, long after) throws IOException {
    Map<Long, String> records = new LinkedHashMap<>();
    open(folder, after, records).close();
    return records;
  }

  /** Opens the journal with segments of 256 bytes. */
  static Journal open(Path folder, long after, Map<Long, String> records) throws IOException {
    return Journal.open(
        folder,
        new JournalOptions(256),
        after,
        (sequence, payload) -> records.put(sequence, Text.read(payload)));
  }

  /** Appends the texts as one batch and forces it; the map gets them by sequence. */
  static void write(Journal journal, Map<Long, String> records, List<Text> batch)
      throws IOException {
    for (Text text : batch) {
      records.put(journal.append(text), text.text());
    }
    journal.force();
  }

  /** Appends a record to the journal of a folder after a start; what is in it after another. */
  static Map<Long, String> goOn(Path folder, long after, String text) throws IOException {
    try (Journal journal = open(folder, after, new LinkedHashMap<>())) {
      write(journal, new LinkedHashMap<>(), List.of(new Text(text)));
    }
    return replay(folder, after);
  }
}
