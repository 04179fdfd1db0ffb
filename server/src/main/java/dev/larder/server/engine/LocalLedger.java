package dev.larder.server.engine;

import dev.larder.server.journal.Journal;
import dev.larder.server.journal.JournalFullException;
import dev.larder.server.journal.Payload;
import java.io.IOException;

/** The ledger of one daemon: its journal. Nobody else writes it, so nothing is ever superseded. */
final class LocalLedger implements Ledger { // engine thread only
  private static final Outcome COMMITTED = new Outcome.Committed();

  private final Journal journal;
  private long pendingBytes;
  private long bytesSinceCheckpoint;

  /**
   * @param bytesSinceCheckpoint the journal's length that a replay would have to read
   */
  LocalLedger(Journal journal, long bytesSinceCheckpoint) {
    this.journal = journal;
    this.bytesSinceCheckpoint = bytesSinceCheckpoint;
  }

  @Override
  public void append(Change change) {
    Payload payload = ChangeCodec.payload(change);
    journal.append(payload);
    bytesSinceCheckpoint += payload.bytes();
    pendingBytes += payload.bytes();
  }

  @Override
  public long pendingBytes() {
    return pendingBytes;
  }

  @Override
  public Outcome commit() throws IOException {
    if (pendingBytes > 0) {
      pendingBytes = 0;
      try {
        journal.force();
      } catch (JournalFullException e) {
        throw new LedgerFullException(e);
      }
    }
    return COMMITTED;
  }

  /** How much a replay would have to read, about. */
  long bytesSinceCheckpoint() {
    return bytesSinceCheckpoint;
  }

  /** A checkpoint of everything so far is being written. */
  void checkpointStarted() {
    bytesSinceCheckpoint = 0;
  }

  Journal journal() {
    return journal;
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
