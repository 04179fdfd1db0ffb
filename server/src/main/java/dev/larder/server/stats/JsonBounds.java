package dev.larder.server.stats;

/**
 * What a JSON text may grow to before it is refused.
 *
 * @param maxDepth deepest nesting of objects and arrays; the outermost object is 1
 * @param maxEntries most members of the outermost object
 */
public record JsonBounds(int maxDepth, int maxEntries) {
  /** Checks that at least the empty object is possible. */
  public JsonBounds {
    if (maxDepth < 1 || maxEntries < 0) {
      throw new IllegalArgumentException("bounds that no object meets");
    }
  }
}
