package dev.larder.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a journal from whatever a crash left to where appending can go on.
 *
 * @param closed the segments before the current one, oldest first
 */
record Recovery(List<SegmentFile> closed, SegmentWriter current, long nextSequence) {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /**
   * Verifies everything, hands the records behind the checkpoint to the visitor, and cuts.
   *
   * @throws JournalDamagedException before anything is changed
   */
  static Recovery recover(Path folder, long after, RecordVisitor visitor) throws IOException {
    JournalWalk.End end = JournalWalk.walk(folder, after, new Replay(after, visitor));
    List<SegmentFile> segments = new ArrayList<>(end.segments());
    TornTail tail = end.tornTail();
    if (tail != null) {
      LOG.info(
          "Cutting {} bytes of an unfinished batch from byte {} of {} on: {}",
          tail.bytes(),
          tail.offset(),
          tail.file(),
          tail.reason());
    }
    SegmentFile last = end.last();
    if (!segments.isEmpty() && !segments.get(segments.size() - 1).equals(last)) {
      // Only its creation was under way, so nothing in it can count.
      SegmentFile.delete(folder, List.of(segments.remove(segments.size() - 1)));
    }
    if (last == null || end.nextSequence() <= after) {
      // The checkpoint holds all that is here, and more: the sequence has to go on behind it.
      SegmentFile.delete(folder, segments);
      long next = Math.max(end.nextSequence(), after + 1);
      return new Recovery(new ArrayList<>(), SegmentWriter.create(folder, next), next);
    }
    List<SegmentFile> closed = new ArrayList<>(segments.subList(0, segments.size() - 1));
    SegmentWriter current =
        SegmentWriter.resume(folder, last, end.endOffset(), end.lastBatchOffset());
    return new Recovery(closed, current, end.nextSequence());
  }

  private record Replay(long after, RecordVisitor visitor) implements JournalWalk.Listener {
    @Override
    public void record(RecordHeader header, ByteBuffer payload) {
      if (header.type() == RecordHeader.DATA && header.sequence() > after) {
        visitor.record(header.sequence(), payload);
      }
    }

    @Override
    public void damage(DamagedStretch stretch) throws IOException {
      throw new JournalDamagedException(stretch);
    }
  }
}
