package dev.larder.server.engine;

import dev.larder.protocol.WriteAnswer;

/**
 * A write that is durable.
 *
 * @param created whether the document came to be by it
 */
public record Written(long version, long entries, long bytes, boolean created) {
  /** What its client is told. */
  public WriteAnswer answer() {
    return new WriteAnswer(version, entries, bytes);
  }
}
