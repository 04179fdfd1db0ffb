package dev.larder.server.stats;

/**
 * Cuts the members of an object, valid but spaced in any way, into entries in the default layout.
 * Goes over every byte once more at most; a member that is in this layout already is only copied.
 * One thread.
 */
final class MemberCutter {
  private final byte[] json;

  /** The byte behind the last member. */
  private int at;

  /** What {@link #measure} found of the last value. */
  private int valueEnd;

  private int spacedBytes;
  private boolean isSpaced;

  /**
   * Starts before the first member of the object whose brace is the first at or behind {@code at}.
   */
  MemberCutter(byte[] json, int at) {
    this.json = json;
    this.at = at;
  }

  /** Cuts the next member; the caller knows that there is one. */
  Entry next(String name) {
    int nameAt = at;
    while (json[nameAt] != '"') {
      nameAt++;
    }
    int nameEnd = Tokens.stringEnd(json, nameAt);
    int valueAt = nameEnd;
    while (json[valueAt] == ':' || isSpace(json[valueAt])) {
      valueAt++;
    }
    measure(valueAt);
    int memberValueAt = nameEnd - nameAt + Tokens.COLON_BYTES;
    byte[] member = new byte[memberValueAt + spacedBytes];
    System.arraycopy(json, nameAt, member, 0, nameEnd - nameAt);
    member[memberValueAt - 2] = ':';
    member[memberValueAt - 1] = ' ';
    if (isSpaced) {
      System.arraycopy(json, valueAt, member, memberValueAt, spacedBytes);
    } else {
      space(valueAt, member, memberValueAt);
    }
    at = valueEnd;
    return new Entry(name, member, memberValueAt);
  }

  /** Finds where a value ends, how long it is in the default layout, and whether it is in it. */
  private void measure(int valueAt) {
    int depth = 0;
    int separators = 0;
    int spaces = 0;
    int ownSpaces = 0;
    int i = valueAt;
    do {
      switch (json[i]) {
        case '{', '[' -> {
          depth++;
          i++;
        }
        case '}', ']' -> {
          depth--;
          i++;
        }
        case ',', ':' -> {
          separators++;
          i++;
          if (json[i] == ' ') {
            ownSpaces++;
          }
        }
        case ' ', '\n', '\r', '\t' -> {
          spaces++;
          i++;
        }
        case '"' -> i = Tokens.stringEnd(json, i);
        default -> i = Tokens.wordEnd(json, i);
      }
    } while (depth > 0);
    valueEnd = i;
    spacedBytes = i - valueAt - spaces + separators;
    isSpaced = ownSpaces == separators && spaces == separators;
  }

  private void space(int valueAt, byte[] target, int targetAt) {
    int i = valueAt;
    int t = targetAt;
    while (i < valueEnd) {
      byte b = json[i];
      if (b == '"') {
        int end = Tokens.stringEnd(json, i);
        System.arraycopy(json, i, target, t, end - i);
        t += end - i;
        i = end;
      } else {
        i++;
        if (!isSpace(b)) {
          target[t++] = b;
          if (b == ',' || b == ':') {
            target[t++] = ' ';
          }
        }
      }
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
