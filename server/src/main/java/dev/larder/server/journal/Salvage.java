package dev.larder.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Makes a journal out of what is whole in a damaged one.
 *
 * <p>Beside the folder {@code journal} it writes {@code journal.salvaging}: every whole record in
 * its order and with its sequence, and a gap record for each lost stretch. When that is on disk, it
 * becomes {@code journal.salvaged}; then the damaged folder becomes {@code journal.damaged-TIME}
 * and the salvaged one takes its place. A crash before the first of these renames leaves the
 * damaged journal as it was; one after it is finished by the next start.
 */
public final class Salvage {
  /** How much is written between two forces, in bytes. */
  private static final int FORCE_EVERY_BYTES = 4 << 20;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Salvage() {}

  /**
   * Salvages the journal of a folder, if it is damaged; a whole one is left alone. The damaged one
   * is kept beside it. The daemon must not run.
   *
   * @param after the sequence of the newest checkpoint, 0 if there is none
   * @return what was kept and what is lost; empty if there was no damage
   * @throws IOException if there is no room, or a file cannot be read or written
   */
  public static Optional<SalvageReport> salvage(Path folder, long after) throws IOException {
    finishInterrupted(folder);
    JournalInspection inspection = JournalInspection.inspect(folder, after);
    if (inspection.isWhole()) {
      return Optional.empty();
    }
    Path salvaging = beside(folder, ".salvaging");
    deleteFlat(salvaging);
    deleteFlat(beside(folder, ".salvaged"));
    long records;
    try {
      records = copy(folder, after, salvaging);
    } catch (IOException e) {
      try {
        deleteFlat(salvaging);
      } catch (IOException e2) {
        e.addSuppressed(e2);
      }
      throw e;
    }
    Path damaged = beside(folder, ".damaged-" + TIME.format(Instant.now()));
    rename(salvaging, beside(folder, ".salvaged"));
    rename(folder, damaged);
    rename(beside(folder, ".salvaged"), folder);
    return Optional.of(new SalvageReport(folder, damaged, records, inspection.damage()));
  }

  /** Puts a salvaged journal in its place if a crash came between the renames. */
  static void finishInterrupted(Path folder) throws IOException {
    Path standing = standing(folder);
    if (!standing.equals(folder)) {
      rename(standing, folder);
    }
  }

  /** Where the journal of a folder lies: elsewhere only if a crash interrupted its salvage. */
  static Path standing(Path folder) {
    Path salvaged = beside(folder, ".salvaged");
    return !Files.exists(folder) && Files.exists(salvaged) ? salvaged : folder;
  }

  private static long copy(Path from, long after, Path to) throws IOException {
    long first = after + 1;
    for (SegmentFile segment : SegmentFile.list(from)) {
      first = Math.min(first, segment.firstSequence());
    }
    try (Journal journal = Journal.open(to, JournalOptions.DEFAULTS, first - 1, (s, p) -> {})) {
      Copy copy = new Copy(journal);
      JournalWalk.walk(from, after, copy);
      journal.force();
      return copy.records;
    }
  }

  private static Path beside(Path folder, String suffix) {
    return folder.resolveSibling(folder.getFileName() + suffix);
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    Path parent = to.toAbsolutePath().getParent();
    if (parent != null) {
      ForcedFolder.force(parent);
    }
  }

  /** Deletes a folder that holds nothing but files. */
  private static void deleteFlat(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static final class Copy implements JournalWalk.Listener {
    private final Journal journal;
    private long records;
    private long unforcedBytes;

    Copy(Journal journal) {
      this.journal = journal;
    }

    @Override
    public void record(RecordHeader header, ByteBuffer payload) throws IOException {
      if (header.type() == RecordHeader.GAP) {
        journal.appendGap(header.through(payload));
        return;
      }
      long sequence = journal.append(new CopiedPayload(payload));
      if (sequence != header.sequence()) {
        throw new IllegalStateException(header.sequence() + " would become " + sequence);
      }
      records++;
      unforcedBytes += header.bytes();
      if (unforcedBytes >= FORCE_EVERY_BYTES) {
        journal.force();
        unforcedBytes = 0;
      }
    }

    @Override
    public void damage(DamagedStretch stretch) {
      if (stretch.lostRecords() > 0) {
        journal.appendGap(stretch.lostThrough());
      }
    }
  }

  private record CopiedPayload(ByteBuffer payload) implements Payload {
    @Override
    public int bytes() {
      return payload.remaining();
    }

    @Override
    public void writeTo(ByteBuffer target) {
      target.put(payload);
    }
  }
}
