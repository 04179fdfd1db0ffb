package dev.larder.server.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The records that wait for the next force, as they will lie on disk, in one direct buffer: one
 * batch, one write.
 *
 * <p>The journal's thread only.
 */
final class Batch {
  /** What the buffer keeps between batches; one grown beyond that is given back. */
  static final int KEPT_BYTES = 4 << 20;

  private static final int FIRST_BYTES = 64 << 10;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(SegmentWriter.AHEAD_BYTES);

  private final CRC32C crc = new CRC32C();
  private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_BYTES);

  boolean isEmpty() {
    return buffer.position() == 0;
  }

  int bytes() {
    return buffer.position();
  }

  /**
   * Adds a record. If the payload fails, the batch is as it was before.
   *
   * @throws ArithmeticException if the batch would be longer than 2 GiB
   */
  void add(byte type, long sequence, long forced, Payload payload) {
    int length = payload.bytes();
    int start = buffer.position();
    int end = Math.addExact(Math.addExact(start, RecordHeader.BYTES), length);
    reserve(end);
    buffer.limit(end);
    try {
      new RecordHeader(0, length, sequence, forced, type).encode(buffer);
      payload.writeTo(buffer);
      if (buffer.position() != end) {
        throw new IllegalStateException(
            "a payload of " + length + " bytes ended " + (end - buffer.position()) + " early");
      }
    } catch (RuntimeException | Error e) {
      buffer.clear().position(start);
      throw e;
    }
    crc.reset();
    crc.update(buffer.position(start + RecordHeader.CRC_BYTES));
    buffer.putInt(start, (int) crc.getValue()).limit(buffer.capacity());
  }

  /**
   * The batch from its beginning, with zeros behind it, to be written.
   *
   * @param zeros how many, at most {@link SegmentWriter#AHEAD_BYTES}
   */
  ByteBuffer withZeros(int zeros) {
    int bytes = buffer.position();
    reserve(Math.addExact(bytes, zeros));
    buffer.put(ZEROS.duplicate().limit(zeros));
    ByteBuffer whole = buffer.duplicate().flip();
    buffer.position(bytes);
    return whole;
  }

  void clear() {
    buffer = buffer.capacity() > KEPT_BYTES ? ByteBuffer.allocateDirect(FIRST_BYTES) : buffer;
    buffer.clear();
  }

  private void reserve(int end) {
    if (end <= buffer.capacity()) {
      return;
    }
    int doubled = (int) Math.min(2L * buffer.capacity(), Integer.MAX_VALUE);
    ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(end, doubled));
    buffer = larger.put(buffer.flip());
  }
}
