package dev.larder.server.engine;

import dev.larder.protocol.WriteAnswer;

/**
 * A write that is durable.
 *
 * @param created whether the document came to be by it
 * @param replayed whether it was done by an earlier request with the same Idempotency-Key
 */
public record Written(long version, long entries, long bytes, boolean created, boolean replayed) {
  /** A write that was done just now. */
  Written(long version, long entries, long bytes, boolean created) {
    this(version, entries, bytes, created, false);
  }

  /** A write that was done before, as its client was told. */
  static Written replayed(WriteAnswer answer, boolean created) {
    return new Written(answer.version(), answer.entries(), answer.bytes(), created, true);
  }

  /** What its client is told. */
  public WriteAnswer answer() {
    return new WriteAnswer(version, entries, bytes);
  }
}
