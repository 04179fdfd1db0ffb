package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.protocol.Limits;
import dev.larder.server.journal.Checkpoints;
import dev.larder.server.journal.Journal;
import dev.larder.server.journal.JournalOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's state as the disk has it: the newest checkpoint, and the journal's records behind
 * it.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  final Documents documents;
  final LocalLedger ledger;
  final LocalLeaseTable leases;
  final Checkpoints checkpoints;

  /** How long it took, in milliseconds. */
  final long tookMs;

  /**
   * Recovers from {@code ROOT/state}.
   *
   * @throws IOException if the disk cannot be read, or if the journal or a checkpoint is damaged
   */
  Recovery(Path state, JournalOptions options, Limits limits) throws IOException {
    long startedNs = System.nanoTime();
    checkpoints = Checkpoints.open(Storage.checkpoints(state));
    OpenLeases open = new OpenLeases();
    Tombstones tombstones = new Tombstones();
    documents = new Documents(limits, readCheckpoint(open, tombstones), tombstones);
    Replay replay = new Replay(documents, open);
    Journal journal =
        Journal.open(
            Storage.journal(state),
            options,
            checkpoints.sequence(),
            (sequence, payload) -> replay.record(ChangeCodec.read(payload)));
    ledger = new LocalLedger(journal, journal.bytes());
    leases = new LocalLeaseTable(ledger, open.fence(), open.all());
    tookMs = (System.nanoTime() - startedNs) / 1_000_000;
    LOG.info(
        "Recovered {} documents, {} open leases and {} journal records behind checkpoint {} in {}"
            + " ms",
        documents.all().size(),
        open.all().size(),
        replay.records,
        checkpoints.sequence(),
        tookMs);
  }

  private Map<DocName, OpenDocument> readCheckpoint(OpenLeases open, Tombstones tombstones)
      throws IOException {
    Map<DocName, OpenDocument> read = new HashMap<>();
    for (String part : checkpoints.parts()) {
      if (CheckpointCodec.isDocument(part)) {
        DocName doc = CheckpointCodec.docOf(part);
        checkpoints.read(part, in -> read.put(doc, CheckpointCodec.readDocument(doc, in)));
      } else {
        checkpoints.read(part, in -> CheckpointCodec.readState(in, open, tombstones));
      }
    }
    return read;
  }

  /** Applies replayed changes; nothing can be refused any more. */
  private static final class Replay {
    private final Documents documents;
    private final OpenLeases open;
    private long records;

    Replay(Documents documents, OpenLeases open) {
      this.documents = documents;
      this.open = open;
    }

    void record(Change change) {
      records++;
      change(change);
    }

    private void change(Change change) {
      if (change instanceof Change.OfDocument ofDocument) {
        documents.apply(ofDocument);
      } else if (change instanceof Change.LeaseTaken taken) {
        open.taken(taken.lease());
      } else if (change instanceof Change.LeaseEnded ended) {
        open.ended(ended.fence());
      } else if (change instanceof Change.Together together) {
        together.parts().forEach(this::change);
      }
    }
  }
}
