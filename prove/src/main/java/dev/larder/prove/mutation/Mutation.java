package dev.larder.prove.mutation;

import dev.larder.testbed.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One defence that can be taken away.
 *
 * @param name of its patch, without the ending
 * @param defence what the daemon does, and the mutated one does not
 * @param check the part that must find that out
 * @param patch the file
 * @param sources the files that it changes, relative to the source folder
 */
record Mutation(String name, String defence, String check, Path patch, List<Path> sources) {
  static final Path FOLDER = Installed.SOURCE.resolve("prove/mutations");

  private static final String ENDING = ".patch";
  private static final String DEFENCE = "Defence: ";
  private static final String CHECK = "Check: ";
  private static final String CHANGED = "+++ b/";

  /** All there are, by their names. */
  static List<Mutation> all() throws IOException {
    List<Mutation> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(path -> path.toString().endsWith(ENDING)).sorted().toList()) {
        all.add(read(file));
      }
    }
    return all;
  }

  /**
   * Reads a patch.
   *
   * @throws IOException if it cannot be read, or if a header line is missing
   */
  static Mutation read(Path patch) throws IOException {
    List<String> lines = Files.readAllLines(patch);
    String file = String.valueOf(patch.getFileName());
    return new Mutation(
        file.substring(0, file.length() - ENDING.length()),
        first(patch, lines, DEFENCE),
        first(patch, lines, CHECK),
        patch,
        lines.stream()
            .filter(line -> line.startsWith(CHANGED))
            .map(line -> Path.of(line.substring(CHANGED.length())))
            .toList());
  }

  private static String first(Path patch, List<String> lines, String header) throws IOException {
    return lines.stream()
        .filter(line -> line.startsWith(header))
        .map(line -> line.substring(header.length()))
        .findFirst()
        .orElseThrow(() -> new IOException(patch + " has no line '" + header + "…'"));
  }
}
