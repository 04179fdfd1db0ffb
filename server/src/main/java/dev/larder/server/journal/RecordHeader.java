package dev.larder.server.journal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes in front of a payload; the package's page tells the format.
 *
 * @param crc CRC32C of everything behind itself, payload included
 * @param length of the payload, in bytes
 * @param sequence of the record; the first lost one in a {@link #GAP}
 * @param forced the sequence that was forced when this record was written
 * @param type {@link #DATA} or {@link #GAP}
 */
record RecordHeader(int crc, int length, long sequence, long forced, byte type) {
  /** crc 4, length 4, sequence 8, forced 8, type 1. */
  static final int BYTES = 25;

  /** How many bytes at the front the CRC does not cover: itself. */
  static final int CRC_BYTES = 4;

  /** The longest payload; header and payload together must fit one buffer. */
  static final int MAX_PAYLOAD_BYTES = Integer.MAX_VALUE - 64;

  /** A record of the engine's. */
  static final byte DATA = 1;

  /** Stands for records that were lost; its payload is the last lost sequence. */
  static final byte GAP = 2;

  /**
   * Reads a header at the buffer's position.
   *
   * @return null if these bytes cannot be one, whatever follows them
   */
  static @Nullable RecordHeader decode(ByteBuffer bytes) {
    int at = bytes.position();
    int length = bytes.getInt(at + 4);
    // Most bytes that are no header end here: the search looks at each byte of a damaged segment.
    if (length < 0 || length > MAX_PAYLOAD_BYTES) {
      return null;
    }
    byte type = bytes.get(at + 24);
    if (type != DATA && (type != GAP || length != Long.BYTES)) {
      return null;
    }
    long sequence = bytes.getLong(at + 8);
    long forced = bytes.getLong(at + 16);
    if (forced < 0 || forced >= sequence) {
      return null;
    }
    return new RecordHeader(bytes.getInt(at), length, sequence, forced, type);
  }

  /** Writes all but the CRC, for which it leaves room. */
  void encode(ByteBuffer target) {
    target.putInt(0).putInt(length).putLong(sequence).putLong(forced).put(type);
  }

  /** Header and payload, in bytes. */
  long bytes() {
    return (long) BYTES + length;
  }

  /** The last sequence that this record stands for. */
  long through(ByteBuffer payload) {
    return type == GAP ? payload.getLong(payload.position()) : sequence;
  }

  /** Whether this is the first record of its batch: each batch is forced before the next begins. */
  boolean beginsBatch() {
    return forced == sequence - 1;
  }
}
