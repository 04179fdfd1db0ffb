package dev.larder.server.ops;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Who this daemon is. Immutable once it listens.
 *
 * @param root absolute
 * @param endpoints where it listens, as {@code unix:PATH}, {@code http://HOST:PORT} or {@code
 *     https://…}
 */
public record Identity(
    String version, long pid, Path root, List<String> endpoints, Instant started) {
  /** The release of the running code, or {@code unknown} where it does not come from a jar. */
  public static String runningVersion() {
    String version = Identity.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
