package dev.larder.server.stats;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;

/** A JSON text that is not checked yet: a range of an array. Tells where a fault in it is. */
final class Text {
  /** What {@link #at} gives behind the end. */
  static final int END = -1;

  /** The longest reason that is told: it may quote the text. */
  private static final int MAX_REASON_CHARS = 300;

  final byte[] bytes;
  final int from;
  final int to;

  Text(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /** The byte there, 0 to 255, or {@link #END}. */
  int at(int index) {
    return index < to ? bytes[index] & 0xFF : END;
  }

  /** The refusal of something that is there, or of the end, in place of what should be. */
  RefusedException expected(String what, int index) {
    int found = at(index);
    if (found == END) {
      return fault("The text ends where " + what + " is expected", index);
    }
    boolean isPrintable = found > ' ' && found < 0x7F;
    String name = isPrintable ? "'" + (char) found + "'" : String.format("byte 0x%02x", found);
    return fault(name + " stands where " + what + " is expected", index);
  }

  /** The refusal of the text for a fault at that index. */
  RefusedException fault(String reason, int index) {
    int line = 1;
    int lineStart = from;
    for (int i = from; i < index; i++) {
      boolean endsLine = bytes[i] == '\n' || (bytes[i] == '\r' && at(i + 1) != '\n');
      if (endsLine) {
        line++;
        lineStart = i + 1;
      }
    }
    return new RefusedException(
        new Problem.BadJson(abbreviate(reason), line, index - lineStart + 1, index - from));
  }

  private static String abbreviate(String reason) {
    return reason.length() <= MAX_REASON_CHARS
        ? reason
        : reason.substring(0, MAX_REASON_CHARS) + "…";
  }
}
