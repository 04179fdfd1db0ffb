package dev.larder.server.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in a checkpoint's folder, found without changing anything.
 *
 * @param sequence the last record that the checkpoint holds; 0 if there is none, or the manifest is
 *     damaged
 * @param parts its parts, in the order in which they were written
 * @param problem what is wrong with the manifest, for people; null if it is whole or absent
 */
public record CheckpointInspection(long sequence, List<Part> parts, @Nullable String problem) {

  /**
   * One part.
   *
   * @param bytes its length as it was written
   * @param problem what is wrong with its file, for people; null if it is whole
   */
  public record Part(String name, Path file, long bytes, @Nullable String problem) {}

  /**
   * Reads the whole checkpoint in a folder.
   *
   * @throws IOException if a file cannot be read
   */
  public static CheckpointInspection inspect(Path folder) throws IOException {
    CheckpointFolder files = new CheckpointFolder(folder);
    Manifest manifest;
    try {
      manifest = files.readManifest();
    } catch (CheckpointDamagedException e) {
      return new CheckpointInspection(0, List.of(), e.getMessage());
    }
    List<Part> parts = new ArrayList<>();
    for (Map.Entry<String, Manifest.Part> entry : manifest.parts().entrySet()) {
      Manifest.Part part = entry.getValue();
      Path file = files.part(part.file());
      parts.add(new Part(entry.getKey(), file, part.bytes(), PartFile.problemOf(file, part)));
    }
    return new CheckpointInspection(manifest.sequence(), List.copyOf(parts), null);
  }

  /** Whether the manifest and every part are as they were written. */
  public boolean isWhole() {
    return problem == null && parts.stream().allMatch(part -> part.problem() == null);
  }
}
