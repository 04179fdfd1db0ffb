package dev.larder.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request to evict results, least recently used first. Pinned ones and those that are
 * being built always stay. At least one of the members but {@code dryRun} is there.
 *
 * @param name of this workspace only
 * @param key this one result only; with {@code name}
 * @param olderThanS only what was not used for so many seconds
 * @param toBytes only until what is looked at takes no more than so many bytes
 * @param dryRun true: only tell what would go
 */
public record EvictionRequest(
    @Nullable WorkspaceName name,
    @Nullable WorkspaceKey key,
    @Nullable Long olderThanS,
    @Nullable Long toBytes,
    @Nullable Boolean dryRun) {
  private static final long MAX_AGE_S = 315_360_000;

  /**
   * Holds the members to what they must be.
   *
   * @throws RefusedException with {@link Problem.BadMessage}
   */
  public EvictionRequest checked() {
    if (name == null && key == null && olderThanS == null && toBytes == null) {
      throw bad("it names nothing: give name, older_than_s or to_bytes (0 for everything)");
    } else if (key != null && name == null) {
      throw bad("key is there without name");
    } else if ((olderThanS != null && (olderThanS < 0 || olderThanS > MAX_AGE_S))
        || (toBytes != null && toBytes < 0)) {
      throw bad("older_than_s is 0 to " + MAX_AGE_S + ", to_bytes at least 0");
    }
    return this;
  }

  private static RefusedException bad(String why) {
    return new RefusedException(new Problem.BadMessage("EvictionRequest", why));
  }

  /** Whether nothing is to be evicted. */
  public boolean onlyTells() {
    return dryRun != null && dryRun;
  }
}
