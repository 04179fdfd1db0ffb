package dev.larder.protocol;

import java.time.Instant;
import java.util.List;

/**
 * What was evicted, or would be.
 *
 * @param evicted in the order of their last use
 * @param bytes of all of them together
 * @param kept how many of those that were asked for stay since they are pinned or being built
 */
public record EvictionAnswer(List<Item> evicted, long bytes, int kept) {
  /** One result. */
  public record Item(String name, String key, long bytes, Instant lastUsed) {}
}
