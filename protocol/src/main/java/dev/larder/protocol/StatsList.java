package dev.larder.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stats documents of a daemon, in the order of their names. */
public record StatsList(List<Item> documents) {
  /** The same for who does not share the daemon's file system. */
  public StatsList withoutPaths() {
    return new StatsList(documents.stream().map(Item::withoutPaths).toList());
  }

  /**
   * One document.
   *
   * @param bytes its length in one line, whatever its indent
   * @param published the files in which readers find it
   */
  public record Item(
      String name, long version, long entries, long bytes, List<PublishedFile> published) {
    Item withoutPaths() {
      return new Item(
          name,
          version,
          entries,
          bytes,
          published.stream().map(PublishedFile::withoutPath).toList());
    }
  }

  /**
   * A file in which readers find a document.
   *
   * @param path null for who connects by TCP, and does not see the daemon's files
   * @param version the newest version that it holds; 0 before the first
   * @param problem why the last attempt to publish failed; null if it did not
   */
  public record PublishedFile(@Nullable String path, long version, @Nullable String problem) {
    /** A problem where its words, which name the path, are not told. */
    static final String HIDDEN_PROBLEM = "the file cannot be written; larder.log says why";

    PublishedFile withoutPath() {
      return new PublishedFile(null, version, problem == null ? null : HIDDEN_PROBLEM);
    }
  }
}
