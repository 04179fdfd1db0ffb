package dev.larder.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks all records of a journal in order, and tells a torn tail from damage. It changes nothing:
 * recovery, inspection and salvage are listeners of the same walk.
 *
 * <p>The rule. A segment is created only when everything in the one before it is forced, so a bad
 * place in any segment but the last is damage. In the last one, the batch that was being written
 * may be there in any part and in any order of its pages; so a bad place is the torn tail unless
 * some whole record behind it says that what should be there was forced before. A header is forced
 * before any record follows it, so a bad header is torn only if no whole record does.
 *
 * <p>One thread; made for one walk.
 */
final class JournalWalk {
  /** Hears of everything that the walk meets. */
  interface Listener {
    /** A whole record with the sequence that is expected, at a place in a segment. */
    void record(RecordHeader header, ByteBuffer payload) throws IOException;

    /** A damaged stretch; unless this throws, the walk goes on behind it. */
    void damage(DamagedStretch stretch) throws IOException;
  }

  /**
   * What the walk found.
   *
   * @param segments all of them, oldest first
   * @param nextSequence the sequence that the next record gets
   * @param last the last segment with a good header: in it the journal goes on; null if none
   * @param endOffset the end of the last whole record in it
   * @param lastBatchOffset the beginning of the last batch in it, which no later record attests
   * @param tornTail what has to be cut behind it, maybe a whole segment; null if nothing
   */
  record End(
      List<SegmentFile> segments,
      long nextSequence,
      @Nullable SegmentFile last,
      long endOffset,
      long lastBatchOffset,
      @Nullable TornTail tornTail) {}

  private static final long NONE = -1;

  private final List<SegmentFile> segments;
  private final Listener listener;
  private long expected;
  private @Nullable SegmentFile last;
  private long endOffset;
  private long lastBatchOffset;
  private @Nullable TornTail tornTail;

  private JournalWalk(List<SegmentFile> segments, long expected, Listener listener) {
    this.segments = segments;
    this.expected = expected;
    this.listener = listener;
  }

  /**
   * Walks the journal in a folder.
   *
   * @param after the newest checkpoint's sequence: a journal that begins later than the record
   *     behind it lacks a segment
   */
  static End walk(Path folder, long after, Listener listener) throws IOException {
    List<SegmentFile> segments = SegmentFile.list(folder);
    long oldest = segments.isEmpty() ? after + 1 : segments.get(0).firstSequence();
    JournalWalk walk = new JournalWalk(segments, Math.min(oldest, after + 1), listener);
    for (int i = 0; i < segments.size(); i++) {
      walk.segment(i);
    }
    return new End(
        segments, walk.expected, walk.last, walk.endOffset, walk.lastBatchOffset, walk.tornTail);
  }

  private void segment(int index) throws IOException {
    SegmentFile segment = segments.get(index);
    reach(segment);
    try (SegmentReader reader = SegmentReader.open(segment)) {
      String problem = reader.headerProblem();
      long offset = SegmentFile.HEADER_BYTES;
      if (problem != null) {
        offset = badHeader(index, reader, problem);
        if (offset == NONE) {
          return;
        }
      }
      last = segment;
      endOffset = offset;
      lastBatchOffset = offset;
      while (offset != NONE) {
        offset = step(index, reader, offset);
      }
    }
  }

  /** Checks that a segment begins where the one before it, or the checkpoint, ended. */
  private void reach(SegmentFile segment) throws IOException {
    long first = segment.firstSequence();
    if (first > expected) {
      lost(segment, 0, first - 1, "the segment with the records before " + first + " is missing");
    } else if (first < expected) {
      lost(segment, 0, expected - 1, "it begins with records that an earlier segment holds");
    }
  }

  /** Takes the record at a place; answers where the next one is, or NONE at the segment's end. */
  private long step(int index, SegmentReader reader, long offset) throws IOException {
    RecordHeader header = reader.recordAt(offset);
    if (header != null && header.sequence() == expected) {
      ByteBuffer payload = reader.payload(offset, header);
      long through = header.through(payload);
      listener.record(header, payload);
      if (header.beginsBatch()) {
        lastBatchOffset = offset;
      }
      expected = through + 1;
      endOffset = offset + header.bytes();
      return endOffset;
    }
    if (offset == reader.size() || (mayEnd(index) && reader.isZeroFrom(offset))) {
      return NONE;
    }
    return badRecord(index, reader, offset);
  }

  /** Whether zeros from here on are the end of a segment, and not records that are lost. */
  private boolean mayEnd(int index) {
    return isLast(index) || segments.get(index + 1).firstSequence() == expected;
  }

  private boolean isLast(int index) {
    return index == segments.size() - 1;
  }

  private long badHeader(int index, SegmentReader reader, String problem) throws IOException {
    long next = reader.search(SegmentFile.HEADER_BYTES, expected);
    if (isLast(index) && next == NONE) {
      tornTail = new TornTail(segments.get(index).path(), 0, reader.size(), problem);
      return NONE;
    }
    return resume(index, reader, 0, next, problem);
  }

  private long badRecord(int index, SegmentReader reader, long offset) throws IOException {
    String reason = reader.reasonAt(offset, expected);
    long next = reader.search(offset, expected);
    if (isLast(index) && !isProvedForced(reader, next)) {
      tornTail = new TornTail(segments.get(index).path(), offset, reader.size() - offset, reason);
      return NONE;
    }
    return resume(index, reader, offset, next, reason);
  }

  /** Whether any whole record from a place on says that the expected one was forced before it. */
  private boolean isProvedForced(SegmentReader reader, long from) throws IOException {
    long at = from;
    while (at != NONE) {
      RecordHeader header = reader.recordAt(at);
      if (header == null) {
        throw new IllegalStateException("a record was found and is not there");
      }
      if (header.forced() >= expected) {
        return true;
      }
      at = reader.search(at + header.bytes(), expected);
    }
    return false;
  }

  /** Tells of damage, and goes on at the next whole record, or in the next segment. */
  private long resume(int index, SegmentReader reader, long offset, long next, String reason)
      throws IOException {
    SegmentFile segment = segments.get(index);
    RecordHeader header = next == NONE ? null : reader.recordAt(next);
    if (header != null) {
      lost(segment, offset, header.sequence() - 1, reason);
      return next;
    }
    long following = segments.get(index + 1).firstSequence();
    lost(segment, offset, Math.max(following, expected) - 1, reason);
    return NONE;
  }

  private void lost(SegmentFile segment, long offset, long through, String reason)
      throws IOException {
    listener.damage(new DamagedStretch(segment.path(), offset, expected, through, reason));
    expected = through + 1;
  }
}
