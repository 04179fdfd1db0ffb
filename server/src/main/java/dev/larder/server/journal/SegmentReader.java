package dev.larder.server.journal;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads one segment at any place, through a window that is as large as the largest record met.
 *
 * <p>A window and not a mapped file: a disk that fails under a mapping kills the process, and Java
 * keeps mapped pages until it collects garbage.
 *
 * <p>One thread at a time.
 */
final class SegmentReader implements Closeable {
  private static final int WINDOW_BYTES = 256 << 10;

  private final SegmentFile segment;
  private final FileChannel channel;
  private final long size;
  private final CRC32C crc = new CRC32C();
  private ByteBuffer window;
  private long windowStart;
  private long windowEnd;

  private SegmentReader(SegmentFile segment, FileChannel channel, long size) {
    this.segment = segment;
    this.channel = channel;
    this.size = size;
    this.window = ByteBuffer.allocateDirect((int) Math.min(WINDOW_BYTES, size));
  }

  static SegmentReader open(SegmentFile segment) throws IOException {
    FileChannel channel = FileChannel.open(segment.path(), StandardOpenOption.READ);
    return new SegmentReader(segment, channel, channel.size());
  }

  /** The length of the file when it was opened, in bytes. */
  long size() {
    return size;
  }

  /** What is wrong with the segment's header, for people; null if it is whole. */
  @Nullable String headerProblem() throws IOException {
    if (size < SegmentFile.HEADER_BYTES) {
      return "the file ends in the segment's header";
    }
    return segment.problemOf(at(0, SegmentFile.HEADER_BYTES));
  }

  /** The whole record at a place, of whatever sequence; null if there is none. */
  @Nullable RecordHeader recordAt(long offset) throws IOException {
    if (size - offset < RecordHeader.BYTES) {
      return null;
    }
    RecordHeader header = RecordHeader.decode(at(offset, RecordHeader.BYTES));
    if (header == null || size - offset < header.bytes()) {
      return null;
    }
    crc.reset();
    long covered = header.bytes() - RecordHeader.CRC_BYTES;
    crc.update(at(offset + RecordHeader.CRC_BYTES, Math.toIntExact(covered)));
    return (int) crc.getValue() == header.crc() ? header : null;
  }

  /** The payload of a record found at that place; good until the next call of this reader. */
  ByteBuffer payload(long offset, RecordHeader header) throws IOException {
    return at(offset + RecordHeader.BYTES, header.length());
  }

  /**
   * Looks byte by byte for the next whole record.
   *
   * @param minSequence the least sequence to look for
   * @return its place, or -1 if there is none to the end of the file
   */
  long search(long from, long minSequence) throws IOException {
    for (long offset = from; offset <= size - RecordHeader.BYTES; offset++) {
      RecordHeader header = RecordHeader.decode(at(offset, RecordHeader.BYTES));
      if (header != null && header.sequence() >= minSequence && recordAt(offset) != null) {
        return offset;
      }
    }
    return -1;
  }

  /** Whether nothing but zeros is there from a place to the end of the file. */
  boolean isZeroFrom(long offset) throws IOException {
    for (long at = offset; at < size; ) {
      ByteBuffer bytes = at(at, (int) Math.min(WINDOW_BYTES, size - at));
      at += bytes.remaining();
      while (bytes.hasRemaining()) {
        if (bytes.get() != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Why there is no record of that sequence at a place, for people. */
  String reasonAt(long offset, long expected) throws IOException {
    RecordHeader header = recordAt(offset);
    if (header != null) {
      return "record " + header.sequence() + " is there instead";
    }
    if (isZeroFrom(offset)) {
      return "there is nothing but zeros to the end of the segment";
    }
    if (size - offset < RecordHeader.BYTES) {
      return "the file ends in the record's header";
    }
    RecordHeader torn = RecordHeader.decode(at(offset, RecordHeader.BYTES));
    if (torn == null || torn.sequence() != expected) {
      return "what is there is not a record's header";
    }
    return size - offset < torn.bytes()
        ? "the file ends in the record"
        : "the record's CRC does not match";
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** The window, set to a stretch of the file that lies in it whole. */
  private ByteBuffer at(long offset, int length) throws IOException {
    if (offset < windowStart || offset + length > windowEnd) {
      fill(offset, length);
    }
    int start = (int) (offset - windowStart);
    return window.limit(start + length).position(start);
  }

  private void fill(long offset, int length) throws IOException {
    if (length > window.capacity()) {
      window = ByteBuffer.allocateDirect(length);
    }
    window.clear();
    windowStart = offset;
    windowEnd = offset;
    while (window.hasRemaining()) {
      int read = channel.read(window, windowEnd);
      if (read < 0) {
        break;
      }
      windowEnd += read;
    }
    if (windowEnd < offset + length) {
      throw new EOFException(segment.path() + " was cut while it was read");
    }
  }
}
