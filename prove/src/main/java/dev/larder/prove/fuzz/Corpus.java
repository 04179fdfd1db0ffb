package dev.larder.prove.fuzz;

import dev.larder.testbed.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The inputs that are kept for a target, in {@code prove/corpus}. */
final class Corpus {
  private Corpus() {}

  /** Their files, in the order of their names. */
  static List<Path> of(String target) throws IOException {
    try (Stream<Path> files = Files.list(Installed.SOURCE.resolve("prove/corpus/" + target))) {
      return files.sorted().toList();
    }
  }
}
