package dev.larder.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a commit: where the result lies now, and what it is.
 *
 * @param path null for who connects by TCP
 * @param content the URL path of its bytes, see {@link Paths#content}
 * @param kept whether the key had a ready result already, which stays: what was built now is
 *     dropped, and all else here speaks of the one that stays
 */
public record CommitAnswer(
    @Nullable String path, String content, String digest, long bytes, long fence, boolean kept) {
  /** The same for who does not share the daemon's file system. */
  public CommitAnswer withoutPaths() {
    return new CommitAnswer(null, content, digest, bytes, fence, kept);
  }
}
