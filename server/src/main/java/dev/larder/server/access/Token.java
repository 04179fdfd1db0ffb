package dev.larder.server.access;

import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of the tokens file.
 *
 * @param prefix what names it may touch begin with; null for all
 * @param sha256 of the token, 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared in constant time, by Tokens
record Token(String name, Scope scope, @Nullable String prefix, byte[] sha256) {
  private static final String DIGEST = "sha256:";
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+@-]{0,199}");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final String FORM = "not of the form NAME ro|rw [PREFIX] sha256:HEX";

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException which says what is wrong, but nothing of the digest
   */
  static Token parse(String line) {
    String[] fields = BLANKS.split(line.strip(), -1);
    if (fields.length < 3 || fields.length > 4) {
      throw new IllegalArgumentException(FORM);
    }
    String digest = fields[fields.length - 1];
    if (!digest.startsWith(DIGEST) || !HEX.matcher(digest.substring(DIGEST.length())).matches()) {
      throw new IllegalArgumentException(
          "the last field is not sha256: and 64 hexadecimal digits ('larder token new' prints it)");
    }
    return new Token(
        name("name", fields[0]),
        scope(fields[1]),
        fields.length == 4 ? name("prefix", fields[2]) : null,
        HexFormat.of().parseHex(digest.substring(DIGEST.length())));
  }

  private static String name(String what, String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "the " + what + " '" + text + "' is not made of A-Z a-z 0-9 . _ + @ -");
    }
    return text;
  }

  private static Scope scope(String word) {
    for (Scope scope : Scope.values()) {
      if (scope.word().equals(word)) {
        return scope;
      }
    }
    throw new IllegalArgumentException("'" + word + "' is neither ro nor rw");
  }

  Peer peer() {
    return new Peer(Peer.Kind.TCP, name, scope, prefix, false);
  }

  @Override
  public String toString() {
    return name + " " + scope.word() + (prefix == null ? "" : " " + prefix);
  }
}
