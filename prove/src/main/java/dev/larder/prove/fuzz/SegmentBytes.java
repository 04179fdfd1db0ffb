package dev.larder.prove.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A journal's segment as the page of the room {@code journal} tells it, written and read naively.
 */
final class SegmentBytes {
  static final int HEADER_BYTES = 24;
  private static final int RECORD_BYTES = 25;
  private static final int COVERED_FROM = 4;
  private static final byte DATA = 1;
  private static final byte GAP = 2;

  private SegmentBytes() {}

  /** A record that is whole. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Whole(int at, long sequence, long forced, byte type, byte[] payload) {
    int end() {
      return at + RECORD_BYTES + payload.length;
    }
  }

  /** The header of a segment that begins with record 1. */
  static byte[] header() {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.put("LARDERJ\n".getBytes(US_ASCII)).putInt(1).putLong(1);
    return header.putInt(crc(header.array(), 0, HEADER_BYTES - Integer.BYTES)).array();
  }

  /** A record of data, with its CRC. */
  static byte[] record(long sequence, long forced, byte[] payload) {
    ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES + payload.length);
    record.putInt(0).putInt(payload.length).putLong(sequence).putLong(forced).put(DATA);
    record.put(payload);
    return mended(record.array(), 0, record.capacity());
  }

  /** Gives the record at that place the CRC that fits. */
  static byte[] mended(byte[] bytes, int at, int end) {
    ByteBuffer.wrap(bytes).putInt(at, crc(bytes, at + COVERED_FROM, end));
    return bytes;
  }

  /** The whole records from the front on, of sequences 1, 2, 3 …, up to the first that is none. */
  static List<Whole> front(byte[] segment) {
    List<Whole> front = new ArrayList<>();
    int at = HEADER_BYTES;
    for (Whole next = at(segment, at); next != null; next = at(segment, at)) {
      if (next.type != DATA || next.sequence != front.size() + 1) {
        break;
      }
      front.add(next);
      at = next.end();
    }
    return front;
  }

  /** The whole record at that place, of whatever sequence; null if there is none. */
  static @Nullable Whole at(byte[] segment, int at) {
    if (segment.length - at < RECORD_BYTES) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(segment);
    int length = bytes.getInt(at + 4);
    if (length < 0 || length > segment.length - at - RECORD_BYTES) {
      return null;
    }
    byte[] payload = new byte[length];
    bytes.get(at + RECORD_BYTES, payload);
    Whole found =
        new Whole(at, bytes.getLong(at + 8), bytes.getLong(at + 16), bytes.get(at + 24), payload);
    boolean isRecord =
        (found.type == DATA || (found.type == GAP && length == Long.BYTES))
            && found.forced >= 0
            && found.forced < found.sequence;
    return isRecord && crc(segment, at + COVERED_FROM, found.end()) == bytes.getInt(at)
        ? found
        : null;
  }

  private static int crc(byte[] bytes, int from, int end) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, end - from);
    return (int) crc.getValue();
  }
}
