package dev.larder.protocol;

/**
 * What a client names a write by, so that it is done once however often it is sent
 * (draft-ietf-httpapi-idempotency-key-header): 1 to 200 visible characters of ASCII. Immutable.
 */
public record IdempotencyKey(String value) {
  /** The request's header. */
  public static final String HEADER = "Idempotency-Key";

  /** The answer's header, {@code true} where an earlier request had done the write. */
  public static final String REPLAYED_HEADER = "Idempotency-Replayed";

  /** Longest key, in characters. */
  public static final int MAX_CHARS = 200;

  /** In a header these would end a bare key, or begin something else. */
  private static final String NOT_BARE = "\"\\,;";

  /**
   * Checks the key.
   *
   * @throws RefusedException with {@link Problem.BadRequest} if it could be none
   */
  public IdempotencyKey {
    boolean good = !value.isEmpty() && value.length() <= MAX_CHARS;
    for (int i = 0; good && i < value.length(); i++) {
      good = value.charAt(i) > ' ' && value.charAt(i) <= '~';
    }
    if (!good) {
      throw refused();
    }
  }

  /**
   * Reads the header: a string of RFC 8941 (section 3.3.3), as the draft wants it, or the bare key.
   *
   * @throws RefusedException with {@link Problem.BadRequest} if it holds no key
   */
  public static IdempotencyKey parse(String header) {
    String text = header.strip();
    if (text.startsWith("\"")) {
      return new IdempotencyKey(unquoted(text));
    }
    for (int i = 0; i < text.length(); i++) {
      if (NOT_BARE.indexOf(text.charAt(i)) >= 0) {
        throw refused();
      }
    }
    return new IdempotencyKey(text);
  }

  private static String unquoted(String text) {
    StringBuilder value = new StringBuilder();
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        if (i == text.length() - 1) {
          return value.toString();
        }
        throw refused(); // parameters, or a second key
      }
      if (c == '\\') {
        c = ++i < text.length() ? text.charAt(i) : ' ';
        if (c != '"' && c != '\\') {
          throw refused();
        }
      }
      value.append(c);
    }
    throw refused();
  }

  /** The header's value. */
  public String header() {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static RefusedException refused() {
    return new RefusedException(
        new Problem.BadRequest(
            "The " + HEADER + " is no key.",
            "Send one, of 1 to " + MAX_CHARS + " visible characters of ASCII, in quotes."));
  }
}
