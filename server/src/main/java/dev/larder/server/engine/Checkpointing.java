package dev.larder.server.engine;

import dev.larder.protocol.DocName;
import dev.larder.server.engine.CheckpointCodec.Frozen;
import dev.larder.server.journal.Checkpoints;
import dev.larder.server.journal.ForceFailedException;
import dev.larder.server.workspaces.Pins;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the journal: when a replay would have to read much, all documents that changed are frozen
 * between two batches and written by a thread of their own, {@code checkpoint}, beside the running
 * engine. Then the journal's segments that the checkpoint covers are dropped.
 *
 * <p>It is due when the journal behind the last one has grown by a segment and by the size of what
 * would be written, so that checkpoints never write more than the journal itself does.
 */
final class Checkpointing { // engine thread only, but for the writing
  private static final Logger LOG = LoggerFactory.getLogger(Checkpointing.class);
  private static final long STOP_WAIT_MS = 500;

  private final Checkpoints checkpoints;
  private final LocalLedger ledger;
  private final Documents documents;
  private final History history;
  private final LeaseTable leases;
  private final Keys keys;
  private final WorkspaceTable workspaces;
  private final Pins pins;
  private final long leastBytes;
  private final EngineObserver observer;
  private final Consumer<Runnable> toEngine;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "checkpoint"));

  private boolean running;

  Checkpointing(Recovery recovered, EngineOptions options, Consumer<Runnable> toEngine) {
    this.checkpoints = recovered.checkpoints;
    this.ledger = recovered.ledger;
    this.documents = recovered.documents;
    this.history = recovered.history;
    this.leases = recovered.leases;
    this.keys = recovered.keys;
    this.workspaces = recovered.workspaces;
    this.pins = recovered.pins;
    this.leastBytes = options.checkpointBytes();
    this.observer = options.observer();
    this.toEngine = toEngine;
  }

  /** Starts a checkpoint if one is due. Called between batches, when all is forced. */
  void startIfDue() {
    if (running || ledger.bytesSinceCheckpoint() < leastBytes) {
      return;
    }
    long dirtyBytes =
        documents.all().stream()
            .filter(OpenDocument::changedSinceCheckpoint)
            .mapToLong(document -> document.content().bytes())
            .sum();
    if (ledger.bytesSinceCheckpoint() >= dirtyBytes) {
      start();
    }
  }

  private void start() {
    long sequence = ledger.journal().forced();
    List<Frozen> frozen = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (OpenDocument document : documents.all()) {
      if (document.changedSinceCheckpoint()) {
        frozen.add(
            new Frozen(
                document.name,
                document.version(),
                document.settings(),
                document.content().snapshot()));
      } else {
        kept.add(CheckpointCodec.partOf(document.name));
      }
    }
    ByteArrayOutputStream state = new ByteArrayOutputStream();
    try {
      CheckpointCodec.writeState(leases, documents.tombstones(), workspaces, pins, state);
    } catch (IOException e) {
      throw new AssertionError("memory cannot fail to be written", e);
    }
    running = true;
    ledger.checkpointStarted();
    List<ByteBuffer> frozenKeys = keys.frozen();
    Map<DocName, List<Version>> past = history.copy();
    try {
      writer.execute(() -> write(sequence, frozen, kept, frozenKeys, state.toByteArray(), past));
    } catch (RejectedExecutionException e) {
      LOG.debug("The daemon stops; the journal holds what this checkpoint would", e);
    }
  }

  private void write(
      long sequence,
      List<Frozen> frozen,
      List<String> kept,
      List<ByteBuffer> frozenKeys,
      byte[] state,
      Map<DocName, List<Version>> past) {
    long startedNs = System.nanoTime();
    boolean complete = false;
    try {
      Checkpoints.Writer checkpoint = checkpoints.begin(sequence);
      try {
        for (String part : kept) {
          checkpoint.keep(part);
        }
        for (Frozen document : frozen) {
          checkpoint.write(CheckpointCodec.partOf(document.doc()), document::writeTo);
        }
        checkpoint.write(CheckpointCodec.KEYS, out -> CheckpointCodec.writeKeys(frozenKeys, out));
        checkpoint.write(CheckpointCodec.STATE, out -> out.write(state));
        checkpoint.write(HistoryCodec.PART, out -> HistoryCodec.write(past, out));
        checkpoint.commit();
        complete = true;
      } finally {
        if (!complete) {
          checkpoint.abandon();
        }
      }
      long tookNs = System.nanoTime() - startedNs;
      observer.checkpointed(tookNs);
      LOG.info(
          "Checkpoint {} of {} changed documents took {} ms",
          sequence,
          frozen.size(),
          tookNs / 1_000_000);
    } catch (IOException e) {
      observer.checkpointFailed();
      LOG.warn(
          "Checkpoint {} failed; the journal is kept, and it is tried again later", sequence, e);
    }
    boolean written = complete;
    toEngine.accept(() -> finished(sequence, frozen, written));
  }

  private void finished(long sequence, List<Frozen> frozen, boolean written) {
    running = false;
    if (!written) {
      return;
    }
    for (Frozen document : frozen) {
      OpenDocument open = documents.find(document.doc());
      if (open != null) {
        open.checkpointedAt(document.version());
      }
    }
    try {
      ledger.journal().dropThrough(sequence);
    } catch (ForceFailedException e) {
      throw new UncheckedIOException(e); // ends the daemon, as any force of the journal
    } catch (IOException e) {
      LOG.warn("Old journal segments could not be deleted; it is tried again later", e);
    }
  }

  /**
   * Lets a checkpoint that is being written end, for a short while; it may as well be cut. Not the
   * engine's thread.
   */
  void stop() throws InterruptedException {
    writer.shutdown();
    if (!writer.awaitTermination(STOP_WAIT_MS, TimeUnit.MILLISECONDS)) {
      LOG.info("A checkpoint is left unfinished; the journal holds all of it");
    }
  }
}
