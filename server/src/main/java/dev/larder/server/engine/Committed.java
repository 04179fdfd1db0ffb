package dev.larder.server.engine;

import dev.larder.protocol.CommitAnswer;

/**
 * A lease that ended with a result.
 *
 * @param replayed whether it was committed by an earlier request with the same Idempotency-Key
 */
public record Committed(CommitAnswer answer, boolean replayed) {
  /** The same for who does not share the daemon's file system. */
  public Committed withoutPaths() {
    return new Committed(answer.withoutPaths(), replayed);
  }
}
