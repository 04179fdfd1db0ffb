package dev.larder.server.stats;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the members of the outermost object into entries in the default layout. {@link JsonChecker}
 * tells of the white space that it passes; a value that is in the default layout already is copied,
 * any other is spaced anew. One thread.
 */
final class MemberCutter {
  private final byte[] json;
  private final List<Entry> entries = new ArrayList<>();

  /** Commas and colons since the value began, and those of them with a space right behind. */
  private int separators;

  private int spacedSeparators;

  /** White space since the value began, in bytes. */
  private int spaces;

  MemberCutter(byte[] json) {
    this.json = json;
  }

  List<Entry> entries() {
    return entries;
  }

  void startValue() {
    separators = 0;
    spacedSeparators = 0;
    spaces = 0;
  }

  /** A comma or a colon was passed. */
  void separator(boolean isSpaced) {
    separators++;
    spacedSeparators += isSpaced ? 1 : 0;
  }

  /** White space was passed. */
  void space(int bytes) {
    spaces += bytes;
  }

  /** Cuts a member whose value goes from the last {@link #startValue} to {@code valueEnd}. */
  void cut(String name, int nameAt, int nameEnd, int valueAt, int valueEnd) {
    int nameBytes = nameEnd - nameAt;
    int memberValueAt = nameBytes + Tokens.COLON_BYTES;
    int valueBytes = valueEnd - valueAt - spaces + separators;
    byte[] member = new byte[memberValueAt + valueBytes];
    System.arraycopy(json, nameAt, member, 0, nameBytes);
    member[nameBytes] = ':';
    member[nameBytes + 1] = ' ';
    if (spacedSeparators == separators && spaces == separators) {
      System.arraycopy(json, valueAt, member, memberValueAt, valueBytes);
    } else {
      space(valueAt, valueEnd, member, memberValueAt);
    }
    entries.add(new Entry(name, member, memberValueAt));
  }

  private void space(int from, int to, byte[] target, int targetAt) {
    int i = from;
    int t = targetAt;
    while (i < to) {
      byte b = json[i];
      if (b == '"') {
        int end = Tokens.stringEnd(json, i);
        System.arraycopy(json, i, target, t, end - i);
        t += end - i;
        i = end;
        continue;
      }
      i++;
      // Outside strings a valid text has no other byte up to the space than white space.
      if (b > ' ') {
        target[t++] = b;
      }
      if (b == ',' || b == ':') {
        target[t++] = ' ';
      }
    }
  }
}
