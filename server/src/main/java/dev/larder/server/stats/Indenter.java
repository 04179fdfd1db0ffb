package dev.larder.server.stats;

import java.nio.ByteBuffer;

/**
 * Turns the default layout into that of Python's {@code json.dump(obj, f, indent=n)}, byte by byte:
 * an end of line and the indent behind an opening bracket, in place of the space behind a comma,
 * and before a closing bracket, unless the brackets hold nothing. May stop at any byte, so that
 * neither a large entry nor a deep indent needs room. One thread at a time.
 */
final class Indenter {
  private final int indent;
  private int depth;

  /** The end of line and the spaces that come before anything else. */
  private boolean owesLineEnd;

  private int owedSpaces;

  /** Whether the line was already broken for the byte at hand. */
  private boolean broken;

  private boolean inString;
  private boolean escaped;

  /** The last byte given that was not inside a string or of an indent. */
  private byte last;

  Indenter(int indent) {
    this.indent = indent;
  }

  /**
   * Gives the bytes from {@code at} on, until they or the target's room end.
   *
   * @return the index of the first byte that was not given
   */
  int copy(byte[] from, int at, ByteBuffer target) {
    int i = at;
    while (i < from.length && target.hasRemaining()) {
      if (owesLineEnd || owedSpaces > 0) {
        payOwed(target);
      } else if (inString) {
        i = copyString(from, i, target);
      } else if (!broken && breaksBefore(from[i])) {
        breakLine(from[i]);
      } else {
        broken = false;
        if (from[i] != ' ' || last != ',') {
          give(from[i], target);
        }
        i++;
      }
    }
    return i;
  }

  private boolean breaksBefore(byte next) {
    return switch (next) {
      case '}', ']' -> !isOpening(last);
      case ' ' -> last == ',';
      default -> isOpening(last);
    };
  }

  private void breakLine(byte next) {
    broken = true;
    owesLineEnd = true;
    owedSpaces = indent * (isClosing(next) ? depth - 1 : depth);
  }

  private void give(byte b, ByteBuffer target) {
    if (isOpening(b)) {
      depth++;
    } else if (isClosing(b)) {
      depth--;
    } else if (b == '"') {
      inString = true;
    }
    last = b;
    target.put(b);
  }

  private int copyString(byte[] from, int at, ByteBuffer target) {
    int end = Math.min(from.length, at + target.remaining());
    int i = at;
    while (i < end && inString) {
      byte b = from[i++];
      inString = escaped || b != '"';
      escaped = !escaped && b == '\\';
    }
    target.put(from, at, i - at);
    return i;
  }

  private void payOwed(ByteBuffer target) {
    if (owesLineEnd) {
      target.put((byte) '\n');
      owesLineEnd = false;
    }
    while (owedSpaces > 0 && target.hasRemaining()) {
      target.put((byte) ' ');
      owedSpaces--;
    }
  }

  private static boolean isOpening(byte b) {
    return b == '{' || b == '[';
  }

  private static boolean isClosing(byte b) {
    return b == '}' || b == ']';
  }
}
