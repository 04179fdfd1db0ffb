package dev.larder.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stats documents of a daemon, in the order of their names. */
public record StatsList(List<Item> documents) {
  /**
   * One document.
   *
   * @param bytes its length in one line, whatever its indent
   * @param published the files in which readers find it
   */
  public record Item(
      String name, long version, long entries, long bytes, List<PublishedFile> published) {}

  /**
   * A file in which readers find a document.
   *
   * @param version the newest version that it holds; 0 before the first
   * @param problem why the last attempt to publish failed; null if it did not
   */
  public record PublishedFile(String path, long version, @Nullable String problem) {}
}
