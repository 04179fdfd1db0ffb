package dev.larder.server.stats;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Finds the ends of tokens and values in bytes that {@link JsonChecker} has let pass: nothing is
 * checked again.
 */
final class Tokens {
  /** What stands between a name and its value in the default layout: {@code ": "}. */
  static final int COLON_BYTES = 2;

  /** What stands between items in the default layout: {@code ", "}. */
  static final int COMMA_BYTES = 2;

  private Tokens() {}

  /** The index behind the closing quote of the string that starts at {@code at}. */
  static int stringEnd(byte[] json, int at) {
    int i = at + 1;
    while (json[i] != '"') {
      i += json[i] == '\\' ? 2 : 1;
    }
    return i + 1;
  }

  /** The index behind the number or literal that starts at {@code at}. */
  static int wordEnd(byte[] json, int at) {
    int i = at + 1;
    while (i < json.length && isOfWord(json[i])) {
      i++;
    }
    return i;
  }

  /** The index behind the value, in the default layout, that starts at {@code at}. */
  static int valueEnd(byte[] json, int at) {
    int depth = 0;
    int i = at;
    do {
      switch (json[i]) {
        case '"' -> i = stringEnd(json, i);
        case '{', '[' -> {
          depth++;
          i++;
        }
        case '}', ']' -> {
          depth--;
          i++;
        }
        case ',', ':' -> i += COMMA_BYTES; // as long as COLON_BYTES
        default -> i = wordEnd(json, i);
      }
    } while (depth > 0);
    return i;
  }

  /** The kind of the value that starts with that byte, in words for people. */
  static String kind(int first) {
    return switch (first) {
      case '{' -> "an object";
      case '[' -> "an array";
      case '"' -> "a string";
      case 't', 'f' -> "a boolean";
      case 'n' -> "null";
      default -> "a number";
    };
  }

  /** Where the item behind the one that ends at {@code end} starts, or else the closing bracket. */
  static int following(byte[] json, int end) {
    return json[end] == ',' ? end + COMMA_BYTES : end;
  }

  /** The text of the string token from {@code from} to {@code to}, quotes included. */
  static String decode(byte[] json, int from, int to) {
    int escape = from + 1;
    while (escape < to && json[escape] != '\\') {
      escape++;
    }
    return decode(json, from, to, escape < to);
  }

  /** As above, for a caller who knows whether there are escapes in it. */
  static String decode(byte[] json, int from, int to, boolean hasEscape) {
    String raw = new String(json, from + 1, to - from - 2, UTF_8);
    return hasEscape ? unescape(raw) : raw;
  }

  private static String unescape(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    int i = 0;
    while (i < raw.length()) {
      char c = raw.charAt(i++);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escape = raw.charAt(i++);
      switch (escape) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          text.append((char) Integer.parseInt(raw, i, i + 4, 16));
          i += 4;
        }
        default -> text.append(escape);
      }
    }
    return text.toString();
  }

  /** Numbers and literals are made of letters, digits and {@code + - .}, all above the comma. */
  private static boolean isOfWord(byte b) {
    return (b > ',' && b != ']' && b != '}') || b == '+';
  }
}
