package dev.larder.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in a journal, found without changing anything.
 *
 * @param folder where it was read
 * @param segments its files, oldest first
 * @param records how many whole records are there
 * @param lastSequence of the last record; the checkpoint's if there is none
 * @param bytes the length of all segments, in bytes
 * @param tornTail what the next start will cut; null if nothing
 * @param damage what a start would refuse, in order; empty if the journal is whole
 */
public record JournalInspection(
    Path folder,
    List<Segment> segments,
    long records,
    long lastSequence,
    long bytes,
    @Nullable TornTail tornTail,
    List<DamagedStretch> damage) {

  /** One segment. */
  public record Segment(Path file, long firstSequence, long bytes) {}

  /**
   * Reads the whole journal of a folder; an absent one has no segments. No daemon should be writing
   * to it, or its newest batch may look torn.
   *
   * @param after the sequence of the newest checkpoint, 0 if there is none
   * @throws IOException if a file cannot be read
   */
  public static JournalInspection inspect(Path folder, long after) throws IOException {
    Path standing = Salvage.standing(folder);
    if (!Files.exists(standing)) {
      return new JournalInspection(folder, List.of(), 0, after, 0, null, List.of());
    }
    Findings findings = new Findings();
    JournalWalk.End end = JournalWalk.walk(standing, after, findings);
    List<Segment> segments = new ArrayList<>();
    long bytes = 0;
    for (SegmentFile file : end.segments()) {
      Segment segment = new Segment(file.path(), file.firstSequence(), Files.size(file.path()));
      segments.add(segment);
      bytes += segment.bytes();
    }
    return new JournalInspection(
        standing,
        List.copyOf(segments),
        findings.records,
        end.nextSequence() - 1,
        bytes,
        end.tornTail(),
        List.copyOf(findings.damage));
  }

  /** Whether a start takes this journal as it is; a torn tail is no damage. */
  public boolean isWhole() {
    return damage.isEmpty();
  }

  private static final class Findings implements JournalWalk.Listener {
    private final List<DamagedStretch> damage = new ArrayList<>();
    private long records;

    @Override
    public void record(RecordHeader header, ByteBuffer payload) {
      if (header.type() == RecordHeader.DATA) {
        records++;
      }
    }

    @Override
    public void damage(DamagedStretch stretch) {
      damage.add(stretch);
    }
  }
}
