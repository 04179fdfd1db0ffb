package dev.larder.server.stats;

/**
 * Checks strings: RFC 8259, section 7, and beyond it that the bytes are UTF-8 and that escapes name
 * whole characters (RFC 7493, section 2.1). One thread.
 */
final class StringChecker {
  private final Text text;
  private boolean sawEscape;

  StringChecker(Text text) {
    this.text = text;
  }

  /** Whether the last string checked holds an escape. */
  boolean sawEscape() {
    return sawEscape;
  }

  /** Checks the string whose quote is at {@code start}; the index behind its closing quote. */
  int end(int start) {
    sawEscape = false;
    int at = plainEnd(start + 1);
    while (text.at(at) != '"') {
      int b = text.at(at);
      if (b == '\\') {
        sawEscape = true;
        at = escapeEnd(at);
      } else if (b >= 0x80) {
        at = characterEnd(at);
      } else if (b == Text.END) {
        throw text.fault("The text ends inside a string", at);
      } else {
        throw text.fault(String.format("A raw control character, 0x%02x, in a string", b), at);
      }
      at = plainEnd(at);
    }
    return at + 1;
  }

  /** The next byte that is not printable ASCII, or is a quote or a backslash. */
  private int plainEnd(int start) {
    byte[] bytes = text.bytes;
    int at = start;
    // Bytes are signed: those of other characters than ASCII are below the space as well.
    while (at < text.to && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    return at;
  }

  private int escapeEnd(int at) {
    return switch (text.at(at + 1)) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
      case 'u' -> unicodeEscapeEnd(at);
      default -> throw text.expected("one of \" \\ / b f n r t u behind a backslash", at + 1);
    };
  }

  private int unicodeEscapeEnd(int at) {
    char unit = escapedUnit(at);
    if (!Character.isSurrogate(unit)) {
      return at + 6;
    }
    boolean isPair =
        Character.isHighSurrogate(unit)
            && text.at(at + 6) == '\\'
            && text.at(at + 7) == 'u'
            && Character.isLowSurrogate(escapedUnit(at + 6));
    if (!isPair) {
      throw text.fault(String.format("Half a surrogate pair, \\u%04x, alone", (int) unit), at);
    }
    return at + 12;
  }

  private char escapedUnit(int at) {
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      // Only ASCII digits come through: a byte above 0x7F is no digit in Latin-1.
      int digit = Character.digit(text.at(i), 16);
      if (digit < 0) {
        throw text.expected("a hexadecimal digit", i);
      }
      unit = unit * 16 + digit;
    }
    return (char) unit;
  }

  /** Table 3-7 of the Unicode standard: the second byte's range depends on the first. */
  private int characterEnd(int at) {
    int first = text.at(at);
    int second = text.at(at + 1);
    int length = 0;
    if (first >= 0xC2 && first <= 0xDF) {
      length = isWithin(second, 0x80, 0xBF) ? 2 : 0;
    } else if (first >= 0xE0 && first <= 0xEF) {
      int low = first == 0xE0 ? 0xA0 : 0x80;
      int high = first == 0xED ? 0x9F : 0xBF;
      length = isWithin(second, low, high) && isWithin(text.at(at + 2), 0x80, 0xBF) ? 3 : 0;
    } else if (first >= 0xF0 && first <= 0xF4) {
      int low = first == 0xF0 ? 0x90 : 0x80;
      int high = first == 0xF4 ? 0x8F : 0xBF;
      boolean isWhole =
          isWithin(second, low, high)
              && isWithin(text.at(at + 2), 0x80, 0xBF)
              && isWithin(text.at(at + 3), 0x80, 0xBF);
      length = isWhole ? 4 : 0;
    }
    if (length == 0) {
      throw text.fault(String.format("Invalid UTF-8, starting with 0x%02x,", first), at);
    }
    return at + length;
  }

  private static boolean isWithin(int value, int low, int high) {
    return value >= low && value <= high;
  }
}
