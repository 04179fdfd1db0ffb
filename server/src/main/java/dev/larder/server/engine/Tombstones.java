package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last versions of removed documents, so that a document that comes back goes on counting: an
 * ETag of its former life must never match again.
 *
 * <p>Bounded: of the oldest only the highest version is kept, and a new document whose name is not
 * known starts above that.
 */
final class Tombstones { // engine thread only
  static final int MAX_NAMES = 10_000;

  private final Map<DocName, Long> versions = new LinkedHashMap<>();
  private long floor;

  /** The version after which a document of this name starts. */
  long lastVersion(DocName name) {
    Long version = versions.get(name);
    return version == null ? floor : version;
  }

  /** Remembers a removed document; the result is what {@link #restore} takes. */
  @Nullable Long bury(DocName name, long version) {
    Long before = versions.put(name, version);
    if (versions.size() > MAX_NAMES) {
      var oldest = versions.entrySet().iterator();
      floor = Math.max(floor, oldest.next().getValue());
      oldest.remove();
    }
    return before;
  }

  /**
   * Forgets a name, because its document is there again; the result is what {@link #restore} takes.
   */
  @Nullable Long raise(DocName name) {
    return versions.remove(name);
  }

  /** Puts a name back to what {@link #bury} or {@link #raise} returned. */
  void restore(DocName name, @Nullable Long version) {
    if (version == null) {
      versions.remove(name);
    } else {
      versions.put(name, version);
    }
  }

  Map<DocName, Long> versions() {
    return versions;
  }

  boolean knows(DocName name) {
    return versions.containsKey(name);
  }

  long floor() {
    return floor;
  }

  void floor(long atLeast) {
    floor = Math.max(floor, atLeast);
  }
}
