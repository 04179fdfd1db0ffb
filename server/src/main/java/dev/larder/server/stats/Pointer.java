package dev.larder.server.stats;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A JSON Pointer (RFC 6901) into a document. Immutable, any thread. */
public final class Pointer {
  /** Section 4, bounded where no array could be longer. */
  private static final Pattern ARRAY_INDEX = Pattern.compile("0|[1-9][0-9]{0,17}");

  private static final Pattern STRAY_TILDE = Pattern.compile("~(?![01])");

  private static final int NOWHERE = -1;

  private final List<String> tokens;

  private Pointer(List<String> tokens) {
    this.tokens = tokens;
  }

  /**
   * Reads a pointer in its string form (section 3), percent-decoding already done.
   *
   * @throws RefusedException with {@link Problem.BadRequest}
   */
  public static Pointer parse(String text) {
    if (!text.isEmpty() && text.charAt(0) != '/') {
      throw refused(
          text, "does not start with '/'", "Write it as /name/member, or leave it empty.");
    }
    if (STRAY_TILDE.matcher(text).find()) {
      throw refused(text, "has a '~' alone", "Write '~' in a name as ~0, and '/' as ~1.");
    }
    List<String> tokens = new ArrayList<>();
    int slash = 0;
    while (slash < text.length()) {
      int next = text.indexOf('/', slash + 1);
      int end = next < 0 ? text.length() : next;
      // ~1 first: the other order would turn ~01 into a slash (section 4).
      tokens.add(text.substring(slash + 1, end).replace("~1", "/").replace("~0", "~"));
      slash = end;
    }
    return new Pointer(List.copyOf(tokens));
  }

  /** Its segments, unescaped. */
  List<String> tokens() {
    return tokens;
  }

  /** Whether it points to the document itself: the empty pointer. */
  public boolean isWholeDocument() {
    return tokens.isEmpty();
  }

  /**
   * The name of the entry that it points to or into.
   *
   * @throws IllegalStateException for the whole document
   */
  public String first() {
    if (isWholeDocument()) {
      throw new IllegalStateException("the empty pointer names no entry");
    }
    return tokens.get(0);
  }

  /**
   * The value at this pointer in the entry of its {@link #first} name, in the default layout; null
   * if there is none. Array indices have no leading zeros, and {@code -} is never there (section
   * 4).
   */
  public byte @Nullable [] find(Entry entry) {
    byte[] json = entry.member();
    int at = entry.valueAt();
    for (int i = 1; i < tokens.size() && at != NOWHERE; i++) {
      String token = tokens.get(i);
      at =
          switch (json[at]) {
            case '{' -> memberValue(json, at, token);
            case '[' -> item(json, at, token);
            default -> NOWHERE;
          };
    }
    return at == NOWHERE ? null : Arrays.copyOfRange(json, at, Tokens.valueEnd(json, at));
  }

  private static int memberValue(byte[] json, int objectAt, String name) {
    int at = objectAt + 1;
    while (json[at] != '}') {
      int nameEnd = Tokens.stringEnd(json, at);
      int valueAt = nameEnd + Tokens.COLON_BYTES;
      if (Tokens.decode(json, at, nameEnd).equals(name)) {
        return valueAt;
      }
      at = Tokens.following(json, Tokens.valueEnd(json, valueAt));
    }
    return NOWHERE;
  }

  private static int item(byte[] json, int arrayAt, String index) {
    if (!ARRAY_INDEX.matcher(index).matches()) {
      return NOWHERE;
    }
    int at = arrayAt + 1;
    for (long left = Long.parseLong(index); left > 0 && json[at] != ']'; left--) {
      at = Tokens.following(json, Tokens.valueEnd(json, at));
    }
    return json[at] == ']' ? NOWHERE : at;
  }

  private static RefusedException refused(String text, String fault, String action) {
    return new RefusedException(
        new Problem.BadRequest("The pointer '" + text + "' " + fault + " (RFC 6901).", action));
  }
}
