package dev.larder.server.stats;

/**
 * What becomes of one value when a merge brings another one for its place. A rule knows nothing of
 * places, documents or other rules. Immutable, any thread.
 *
 * <p>A new kind is one class here and one row in {@link RuleKind}.
 */
sealed interface Rule permits Append, Deep, Ewma, Extreme, Keep, Replace, Sum {
  /**
   * Whether the rule works on this value, be it sent or held.
   *
   * @throws NotApplicableException if it does not
   */
  default void check(Value value) {}

  /** Writes what is kept of a value, which was checked, where none is held yet. */
  default void first(Value incoming, Merged out) {
    out.write(incoming);
  }

  /**
   * Writes what comes of a value that is held and one that is sent, which was checked.
   *
   * @throws NotApplicableException if it does not work on the one that is held, or if the result
   *     cannot be kept
   */
  void fold(Value held, Value incoming, Merged out);

  /** Whether the rule only says that objects are merged member by member, however deep. */
  default boolean mergesMembers() {
    return false;
  }
}
