package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.protocol.Limits;
import dev.larder.server.journal.Checkpoints;
import dev.larder.server.journal.Journal;
import dev.larder.server.journal.JournalOptions;
import dev.larder.server.journal.PartReader;
import dev.larder.server.workspaces.Pins;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's state as the disk has it: the newest checkpoint, and the journal's records behind
 * it.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  final Documents documents;
  final History history = new History();
  final LocalLedger ledger;
  final LocalLeaseTable leases;
  final Keys keys;
  final WorkspaceTable workspaces = new WorkspaceTable();
  final Pins pins = new Pins();
  private final OpenLeases open = new OpenLeases();
  final Checkpoints checkpoints;

  /** How long it took, in milliseconds. */
  final long tookMs;

  /**
   * Recovers from {@code ROOT/state}.
   *
   * @throws IOException if the disk cannot be read, or if the journal or a checkpoint is damaged
   */
  Recovery(Path state, JournalOptions options, Limits limits, KeyBounds keyBounds)
      throws IOException {
    long startedNs = System.nanoTime();
    checkpoints = Checkpoints.open(Storage.checkpoints(state));
    keys = new Keys(keyBounds);
    Tombstones tombstones = new Tombstones();
    documents = new Documents(limits, readCheckpoint(tombstones), tombstones);
    AtomicLong records = new AtomicLong();
    Journal journal = openJournal(state, options, records);
    ledger = new LocalLedger(journal, journal.bytes());
    leases = new LocalLeaseTable(ledger, open.fence(), open.all());
    tookMs = (System.nanoTime() - startedNs) / 1_000_000;
    LOG.info(
        "Recovered {} documents, {} open leases and {} journal records behind checkpoint {} in {}"
            + " ms",
        documents.all().size(),
        open.all().size(),
        records,
        checkpoints.sequence(),
        tookMs);
  }

  private Journal openJournal(Path state, JournalOptions options, AtomicLong records)
      throws IOException {
    try {
      return Journal.open(
          Storage.journal(state),
          options,
          checkpoints.sequence(),
          (sequence, payload) -> {
            records.incrementAndGet();
            replay(ChangeCodec.read(payload));
          });
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "Record "
              + (checkpoints.sequence() + records.get())
              + " of the journal cannot be replayed: "
              + e.getMessage(),
          e);
    }
  }

  private Map<DocName, OpenDocument> readCheckpoint(Tombstones tombstones) throws IOException {
    Map<DocName, OpenDocument> read = new HashMap<>();
    for (String part : checkpoints.parts()) {
      if (CheckpointCodec.isDocument(part)) {
        DocName doc = CheckpointCodec.docOf(part);
        read(part, in -> read.put(doc, CheckpointCodec.readDocument(doc, in)));
      } else if (part.equals(CheckpointCodec.KEYS)) {
        read(part, in -> CheckpointCodec.readKeys(in, keys));
      } else if (part.equals(HistoryCodec.PART)) {
        read(part, in -> HistoryCodec.read(in, history));
      } else {
        read(
            part,
            in ->
                CheckpointCodec.readState(
                    in, open, tombstones, change -> restore(change, tombstones)));
      }
    }
    return read;
  }

  private void read(String part, PartReader reader) throws IOException {
    checkpoints.read(part, CheckpointCodec.told(part, reader));
  }

  /** Applies a change of the checkpoint's state: of documents it holds the tombstones alone. */
  private void restore(Change change, Tombstones tombstones) {
    if (change instanceof Change.Removed removed) {
      tombstones.bury(removed.doc(), removed.version());
    } else {
      applyBeside(change);
    }
  }

  /** Applies a replayed change; nothing can be refused any more. */
  private void replay(Change change) {
    if (change instanceof Change.OfDocument ofDocument) {
      documents.apply(ofDocument);
      history.add(ofDocument.doc(), Version.of(ofDocument));
    } else if (change instanceof Change.Together together) {
      together.parts().forEach(this::replay);
    } else {
      applyBeside(change);
    }
  }

  /** Applies a change of what is no document. */
  private void applyBeside(Change change) {
    if (change instanceof Change.LeaseTaken taken) {
      open.taken(taken.lease());
    } else if (change instanceof Change.LeaseEnded ended) {
      open.ended(ended.fence());
    } else if (change instanceof Change.Pinned pinned) {
      pins.put(pinned.pin());
    } else if (change instanceof Change.Unpinned unpinned) {
      pins.remove(unpinned.id(), unpinned.name());
    } else if (change instanceof Change.Remembered remembered) {
      keys.recover(remembered);
    } else if (change instanceof Change.WorkspaceConfigured configured) {
      workspaces.set(configured.name(), configured.settings());
    }
  }
}
