package dev.larder.server.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What is remembered of each key, in the order in which it came, packed into chunks: about 40 bytes
 * a key without any object. A record is appended, dropped once it is the oldest, or taken back
 * while it is the newest; what is written is never changed, so that a checkpoint can read chunks
 * while more is appended behind.
 *
 * <pre>
 * chunk   = 0:u8 record*                      (no record begins at 0, so that no place is 0)
 * record  = high:i64 low:i64 request:i64 time:i32 length:i32 answer[length]
 * time    = seconds since 1970-01-01 UTC, unsigned
 * place   = chunk's number:u16 offset:u16
 * </pre>
 */
final class KeyLog { // engine thread only, but for frozen chunks
  /** Offsets have 16 bits. A record that is longer has a chunk of its own. */
  static final int CHUNK_BYTES = 1 << 16;

  private static final int PLACE_BITS = 16;
  private static final int PLACE_MASK = 0xffff;
  private static final int FIRST = 1;
  private static final int LOW = 8;
  private static final int REQUEST = 16;
  private static final int TIME = 24;
  private static final int LENGTH = 28;
  private static final int HEADER_BYTES = 32;
  private static final long MS_PER_S = 1000;

  /** Each one's position is where its next record goes. */
  private final List<ByteBuffer> chunks = new ArrayList<>();

  /** The number of the first chunk; it wraps around. */
  private int firstNumber;

  /** Where the oldest record is in the first chunk. */
  private int oldest = FIRST;

  private long bytes;

  /** Appends a record and returns its place, which is not 0. */
  int append(Change.Remembered memory) {
    int length = HEADER_BYTES + memory.answer().length;
    if (chunks.isEmpty() || chunks.get(chunks.size() - 1).remaining() < length) {
      ByteBuffer chunk = ByteBuffer.allocate(Math.max(CHUNK_BYTES, FIRST + length));
      chunks.add(chunk.position(FIRST));
      bytes += chunk.capacity();
    }
    ByteBuffer chunk = chunks.get(chunks.size() - 1);
    int place = (firstNumber + chunks.size() - 1) << PLACE_BITS | chunk.position();
    OnceKey key = memory.key();
    chunk.putLong(key.high()).putLong(key.low()).putLong(key.request());
    chunk.putInt((int) (memory.atMs() / MS_PER_S)).putInt(memory.answer().length);
    chunk.put(memory.answer());
    return place;
  }

  boolean isEmpty() {
    return chunks.isEmpty();
  }

  /** The place of the oldest record. */
  int oldest() {
    return firstNumber << PLACE_BITS | oldest;
  }

  void dropOldest() {
    ByteBuffer chunk = chunks.get(0);
    oldest += HEADER_BYTES + chunk.getInt(oldest + LENGTH);
    if (oldest == chunk.position()) {
      chunks.remove(0);
      bytes -= chunk.capacity();
      firstNumber++;
      oldest = FIRST;
    }
  }

  /** Takes back the newest record. */
  void dropNewest(int place) {
    ByteBuffer chunk = chunk(place);
    chunk.position(place & PLACE_MASK);
    boolean bare = chunk.position() == FIRST || (chunks.size() == 1 && chunk.position() == oldest);
    if (bare) {
      chunks.remove(chunks.size() - 1);
      bytes -= chunk.capacity();
      if (chunks.isEmpty()) {
        oldest = FIRST;
      }
    }
  }

  boolean isOf(int place, OnceKey key) {
    return low(place) == key.low() && chunk(place).getLong(place & PLACE_MASK) == key.high();
  }

  long low(int place) {
    return chunk(place).getLong((place & PLACE_MASK) + LOW);
  }

  long request(int place) {
    return chunk(place).getLong((place & PLACE_MASK) + REQUEST);
  }

  long atMs(int place) {
    return Integer.toUnsignedLong(chunk(place).getInt((place & PLACE_MASK) + TIME)) * MS_PER_S;
  }

  byte[] answer(int place) {
    return answer(chunk(place), place & PLACE_MASK);
  }

  private static byte[] answer(ByteBuffer chunk, int offset) {
    int length = chunk.getInt(offset + LENGTH);
    byte[] answer = new byte[Objects.checkIndex(length, chunk.limit() - offset)];
    chunk.get(offset + HEADER_BYTES, answer);
    return answer;
  }

  /** What the chunks take, in bytes. */
  long bytes() {
    return bytes;
  }

  private ByteBuffer chunk(int place) {
    return chunks.get(((place >>> PLACE_BITS) - firstNumber) & PLACE_MASK);
  }

  /** All records as they are now, oldest first: stretches of them, for any thread. */
  List<ByteBuffer> frozen() {
    List<ByteBuffer> stretches = new ArrayList<>(chunks.size());
    int from = oldest;
    for (ByteBuffer chunk : chunks) {
      stretches.add(chunk.slice(from, chunk.position() - from));
      from = FIRST;
    }
    return stretches;
  }

  /** The records of a stretch, one by one. */
  static List<Change.Remembered> read(ByteBuffer stretch) {
    List<Change.Remembered> memories = new ArrayList<>();
    for (int at = 0; at < stretch.limit(); at += HEADER_BYTES + stretch.getInt(at + LENGTH)) {
      OnceKey key =
          new OnceKey(
              stretch.getLong(at), stretch.getLong(at + LOW), stretch.getLong(at + REQUEST));
      long atMs = Integer.toUnsignedLong(stretch.getInt(at + TIME)) * MS_PER_S;
      memories.add(new Change.Remembered(key, atMs, answer(stretch, at)));
    }
    return memories;
  }
}
