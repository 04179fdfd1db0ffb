package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;

/**
 * Where changes become durable, in one order. Locally it is the journal; in a cluster it is a
 * database that other daemons write to as well.
 *
 * <p>Engine thread only.
 */
interface Ledger extends Closeable {
  /** Adds a change to the batch that the next {@link #commit} makes durable. */
  void append(Change change);

  /** How many bytes of changes wait for {@link #commit}; 0 if none does. */
  long pendingBytes();

  /**
   * Makes the batch durable, whole or not at all.
   *
   * @throws LedgerFullException if there is no space; the batch is dropped and the ledger usable
   * @throws IOException if the batch may or may not be durable: the daemon must end
   */
  Outcome commit() throws IOException;

  /** What became of a batch. */
  sealed interface Outcome {
    /** It is durable. */
    record Committed() implements Outcome {}

    /** Others committed newer versions of these documents first; compute on them again. */
    record Superseded(Set<DocName> documents) implements Outcome {}
  }
}
