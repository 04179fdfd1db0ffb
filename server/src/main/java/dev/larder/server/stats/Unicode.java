package dev.larder.server.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks that a text is UTF-8 and that its escapes name whole characters: what the parser lets
 * pass. Eight bytes at a time, as long as they are ASCII without a backslash.
 */
final class Unicode {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long BACKSLASHES = LOW_BITS * '\\';

  private final byte[] bytes;
  private final int from;
  private final int to;

  private Unicode(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /**
   * Checks the bytes from {@code from} to {@code to}.
   *
   * @throws dev.larder.protocol.RefusedException at the first byte of what is wrong
   */
  static void check(byte[] bytes, int from, int to) {
    new Unicode(bytes, from, to).check();
  }

  private void check() {
    if (byteAt(from) == 0xEF && byteAt(from + 1) == 0xBB && byteAt(from + 2) == 0xBF) {
      throw Fault.at(bytes, from, from, "A byte order mark (RFC 8259, section 8.1, forbids it)");
    }
    int at = plainEnd(from);
    while (at < to) {
      at = bytes[at] == '\\' ? escapeEnd(at) : characterEnd(at);
      at = plainEnd(at);
    }
  }

  /** The next byte that is not ASCII, or a backslash. */
  private int plainEnd(int at) {
    int i = at;
    while (i + Long.BYTES <= to) {
      long word = (long) WORDS.get(bytes, i);
      long differing = word ^ BACKSLASHES;
      if (((word | ((differing - LOW_BITS) & ~differing)) & HIGH_BITS) != 0) {
        break;
      }
      i += Long.BYTES;
    }
    while (i < to && bytes[i] >= 0 && bytes[i] != '\\') {
      i++;
    }
    return i;
  }

  /** Behind an escape; a malformed one is the parser's to refuse. */
  private int escapeEnd(int at) {
    int unit = escapedUnit(at);
    if (unit < 0) {
      return byteAt(at + 1) < 0x80 ? Math.min(at + 2, to) : at + 1;
    }
    if (!Character.isSurrogate((char) unit)) {
      return at + 6;
    }
    int second = escapedUnit(at + 6);
    boolean isPair =
        Character.isHighSurrogate((char) unit)
            && second >= 0
            && Character.isLowSurrogate((char) second);
    if (!isPair) {
      String escape = String.format("\\u%04x", unit);
      throw Fault.at(bytes, from, at, "Half a surrogate pair, " + escape + ", stands alone");
    }
    return at + 12;
  }

  /** The UTF-16 unit that a whole {@code \}{@code uXXXX} names; -1 if there is none. */
  private int escapedUnit(int at) {
    if (byteAt(at) != '\\' || byteAt(at + 1) != 'u') {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      int digit = Character.digit(byteAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      unit = unit * 16 + digit;
    }
    return unit;
  }

  /** Behind a character of several bytes: table 3-7 of the Unicode standard, row by row. */
  private int characterEnd(int at) {
    int first = byteAt(at);
    int second = byteAt(at + 1);
    int bytesOfIt =
        switch (first >>> 4) {
          case 0xC, 0xD -> first >= 0xC2 && isWithin(second, 0x80, 0xBF) ? 2 : 0;
          case 0xE ->
              isWithin(second, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF) ? 3 : 0;
          case 0xF ->
              first <= 0xF4
                      && isWithin(second, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF)
                  ? 4
                  : 0;
          default -> 0;
        };
    boolean isWhole = bytesOfIt > 0;
    for (int i = 2; i < bytesOfIt; i++) {
      isWhole &= isWithin(byteAt(at + i), 0x80, 0xBF);
    }
    if (!isWhole) {
      throw Fault.at(bytes, from, at, String.format("Invalid UTF-8, byte 0x%02x,", first));
    }
    return at + bytesOfIt;
  }

  private static boolean isWithin(int value, int low, int high) {
    return value >= low && value <= high;
  }

  /** The byte, 0 to 255; -1 behind the end. */
  private int byteAt(int at) {
    return at < to ? bytes[at] & 0xFF : -1;
  }
}
