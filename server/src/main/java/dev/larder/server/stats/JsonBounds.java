package dev.larder.server.stats;

/**
 * What a JSON text may grow to before it is refused.
 *
 * @param maxDepth deepest nesting of objects and arrays, 1 to {@value #DEEPEST}; the outermost
 *     object is 1
 * @param maxEntries most members of the outermost object
 */
public record JsonBounds(int maxDepth, int maxEntries) {
  /** The checker and the merge patch recurse: a stack of 1 MiB has room for this, and for more. */
  public static final int DEEPEST = 1000;

  /**
   * Checks the bounds themselves.
   *
   * @throws IllegalArgumentException if they are out of their own
   */
  public JsonBounds {
    if (maxDepth < 1 || maxDepth > DEEPEST) {
      throw new IllegalArgumentException("depth " + maxDepth + " is not within 1 and " + DEEPEST);
    }
    if (maxEntries < 0) {
      throw new IllegalArgumentException("entries " + maxEntries);
    }
  }
}
