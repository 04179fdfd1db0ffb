package dev.larder.server.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The append-only write-ahead log.
 *
 * <p>Records are appended to a batch in memory; {@link #force} writes the batch and returns when it
 * is on disk. Sequences are 1, 2, 3 … without a gap, over all restarts.
 *
 * <p>One thread, the engine: the first to write owns the journal, and an assertion holds the others
 * off. That thread must not be interrupted: Java closes the file under an interrupted write.
 */
public final class Journal implements Closeable {
  private final Path folder;
  private final FolderIdentity identity;
  private final JournalOptions options;
  private final Batch batch = new Batch();
  private final List<SegmentFile> closed;
  private SegmentWriter current;
  private long closedBytes;
  private long nextSequence;
  private long forced;
  private boolean isDeletionUnforced;
  private @Nullable IOException fatal;
  private @Nullable Thread owner;

  private Journal(Path folder, JournalOptions options, Recovery recovered) throws IOException {
    this.folder = folder;
    this.identity = FolderIdentity.of(folder);
    this.options = options;
    this.closed = recovered.closed();
    this.current = recovered.current();
    this.nextSequence = recovered.nextSequence();
    this.forced = nextSequence - 1;
    for (SegmentFile segment : closed) {
      closedBytes += Files.size(segment.path());
    }
  }

  /**
   * Opens the journal of a folder, which is created if it is not there. Everything is verified; a
   * torn tail is cut, durably; the records behind the checkpoint are replayed in their order.
   *
   * @param after the sequence of the newest checkpoint, 0 if there is none
   * @param visitor gets each record with a sequence above {@code after}; if this method throws, it
   *     may have got some
   * @throws JournalDamagedException if a record is not whole, or not there, that a crash cannot
   *     have taken; nothing was changed then
   * @throws IOException if the folder cannot be read or written
   */
  public static Journal open(Path folder, JournalOptions options, long after, RecordVisitor visitor)
      throws IOException {
    Salvage.finishInterrupted(folder);
    ForcedFolder.create(folder);
    return new Journal(folder, options, Recovery.recover(folder, after, visitor));
  }

  /**
   * Adds a record to the pending batch. It is durable when {@link #force} has returned.
   *
   * @return the record's sequence
   * @throws ArithmeticException if the batch would be longer than 2 GiB; it stays as it was
   * @throws IllegalStateException if the journal failed before
   */
  public long append(Payload payload) {
    assert isOwner();
    if (fatal != null) {
      throw new IllegalStateException("the journal failed before", fatal);
    }
    batch.add(RecordHeader.DATA, nextSequence, forced, payload);
    return nextSequence++;
  }

  /** Adds a record that stands for lost ones, from the next sequence to the given one. */
  void appendGap(long through) {
    batch.add(RecordHeader.GAP, nextSequence, forced, new GapPayload(through));
    nextSequence = through + 1;
  }

  /**
   * Writes the pending batch and forces it to disk; does nothing if it is empty.
   *
   * @throws JournalFullException if there was no room to write the batch: the file is as it was
   *     before, the batch is dropped, its sequences will be given again, and the journal can be
   *     used on
   * @throws IOException for any other failure, and then the journal refuses everything: a failed
   *     force must never be tried again (PostgreSQL's "fsyncgate", 2018; Rebello et al., USENIX ATC
   *     2020), and only a new start finds out what is on disk
   */
  public void force() throws IOException {
    assert isOwner();
    refuseAfterFailure();
    if (batch.isEmpty()) {
      return;
    }
    try {
      write();
      long startedNs = System.nanoTime();
      current.force();
      options.observer().forced(batch.bytes(), System.nanoTime() - startedNs);
    } catch (JournalFullException e) {
      throw e;
    } catch (IOException e) {
      fatal = e;
      throw e;
    }
    forced = nextSequence - 1;
    batch.clear();
  }

  /** Drops the pending batch; its sequences will be given again. */
  public void discard() {
    assert isOwner();
    batch.clear();
    nextSequence = forced + 1;
  }

  /** The sequence of the last record that is on disk for good; 0 if there never was one. */
  public long forced() {
    assert isOwnerOrStarting();
    return forced;
  }

  /** How long the records on disk are, in bytes, without the zeros written ahead of them. */
  public long bytes() {
    assert isOwnerOrStarting();
    return closedBytes + current.end();
  }

  /** How many segments are on disk; at least 1. */
  public int segments() {
    assert isOwnerOrStarting();
    return closed.size() + 1;
  }

  /**
   * Deletes the segments whose records a checkpoint has made superfluous, oldest first. The one
   * that is written to always stays.
   *
   * @param sequence of the checkpoint: no record up to it will be asked for again
   * @throws ForceFailedException if the folder cannot be forced, and then the journal refuses
   *     everything: a later deletion could reach the disk without this one, and leave a hole
   * @throws IOException if a segment cannot be deleted; the journal can be used on
   */
  public void dropThrough(long sequence) throws IOException {
    assert isOwner();
    refuseAfterFailure();
    forceDeletion();
    while (!closed.isEmpty() && second().firstSequence() - 1 <= sequence) {
      SegmentFile oldest = closed.get(0);
      long bytes = Files.size(oldest.path());
      Files.delete(oldest.path());
      closed.remove(0);
      closedBytes -= bytes;
      isDeletionUnforced = true;
      forceDeletion();
    }
  }

  /** No segment is deleted while the deletion of an older one may be lost. */
  private void forceDeletion() throws IOException {
    if (!isDeletionUnforced) {
      return;
    }
    try {
      ForcedFolder.force(folder);
      isDeletionUnforced = false;
    } catch (ForceFailedException e) {
      fatal = e;
      throw e;
    }
  }

  /**
   * Closes the file. A batch that was not forced is lost, as nobody was promised anything of it.
   */
  @Override
  public void close() throws IOException {
    assert isOwnerOrStarting() || !isOwnerAlive();
    current.close();
  }

  private void write() throws IOException {
    try {
      if (!current.takes(batch.bytes(), options.segmentBytes())) {
        roll();
      }
      current.write(batch, options.segmentBytes());
    } catch (IOException e) {
      long wanted = (long) batch.bytes() + SegmentWriter.AHEAD_BYTES;
      if (e.getSuppressed().length > 0 || !DiskFull.caused(e, folder, wanted)) {
        throw e;
      }
      current.cut();
      discard();
      throw new JournalFullException(folder, e);
    }
  }

  /** Goes on in a new segment. It must not exist before everything in the current one is forced. */
  private void roll() throws IOException {
    current.cut();
    identity.check();
    SegmentWriter next = SegmentWriter.create(folder, forced + 1);
    SegmentWriter full = current;
    closed.add(full.segment());
    closedBytes += full.end();
    current = next;
    full.close();
  }

  private SegmentFile second() {
    return closed.size() > 1 ? closed.get(1) : current.segment();
  }

  private void refuseAfterFailure() throws IOException {
    if (fatal != null) {
      throw new IOException("The journal failed before, and only a new start can mend it", fatal);
    }
  }

  private boolean isOwner() {
    if (owner == null) {
      owner = Thread.currentThread();
    }
    return owner == Thread.currentThread();
  }

  private boolean isOwnerOrStarting() {
    return owner == null || owner == Thread.currentThread();
  }

  private boolean isOwnerAlive() {
    return owner != null && owner.isAlive();
  }
}
