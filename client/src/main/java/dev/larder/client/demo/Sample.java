package dev.larder.client.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;

/** The real timings that the writers share: which entries each has, and how many are kept. */
final class Sample {
  private static final String RESOURCE = "sage-timings.json";

  private final Map<String, String> entries;

  private Sample(Map<String, String> entries) {
    this.entries = entries;
  }

  static Sample load() throws IOException {
    try (InputStream in = Sample.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException("The resource " + RESOURCE + " is missing");
      }
      return new Sample(Entries.read(in.readAllBytes()));
    }
  }

  int size() {
    return entries.size();
  }

  /** Every n-th entry, beginning at that of the writer's number: all shares together are all. */
  Map<String, String> share(int writer, int writers) {
    var share = new LinkedHashMap<String, String>();
    int place = 0;
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      if (place % writers == writer) {
        share.put(entry.getKey(), entry.getValue());
      }
      place++;
    }
    return share;
  }

  /** How many entries stand in the file, by name and by the text of their value. */
  int keptIn(Path file) throws IOException {
    try {
      Map<String, String> found = Entries.read(Files.readAllBytes(file));
      return (int)
          entries.entrySet().stream()
              .filter(entry -> entry.getValue().equals(found.get(entry.getKey())))
              .count();
    } catch (NoSuchFileException | JacksonException | IllegalArgumentException e) {
      return 0; // No file, or none that a reader could use: nothing was kept.
    }
  }
}
