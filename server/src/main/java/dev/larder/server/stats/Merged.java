package dev.larder.server.stats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.io.ByteArrayOutputStream;

/**
 * The bytes of one merge's entries, one after the other, bounded in all: rules can make more of a
 * merge than it carries. One thread.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // one thread
final class Merged extends ByteArrayOutputStream {
  private static final int FIRST_BYTES = 512;

  private final long maxBytes;

  /** Of the entries before the one that is being written. */
  private long takenBytes;

  Merged(long maxBytes) {
    super(FIRST_BYTES);
    this.maxBytes = maxBytes;
  }

  @Override
  public void write(int b) {
    checkRoom(1);
    super.write(b);
  }

  /**
   * As ever.
   *
   * @throws RefusedException with {@link Problem.TooLarge} past the bound
   */
  @Override
  public void write(byte[] from, int at, int length) {
    checkRoom(length);
    super.write(from, at, length);
  }

  void write(Value value) {
    write(value.json, value.at, value.bytes());
  }

  /** Writes a token of ASCII. */
  void write(String word) {
    byte[] bytes = word.getBytes(ISO_8859_1);
    write(bytes, 0, bytes.length);
  }

  /** The entry that was written; the next one begins. */
  byte[] take() {
    byte[] taken = toByteArray();
    takenBytes += taken.length;
    reset();
    return taken;
  }

  private void checkRoom(int bytes) {
    if (takenBytes + size() + bytes > maxBytes) {
      throw new RefusedException(new Problem.TooLarge("merge's result", maxBytes, "bytes"));
    }
  }
}
