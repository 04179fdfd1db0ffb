package dev.larder.protocol;

/** Cuts texts of clients, which may be as long as a body, to what others are told of them. */
final class Shortened {
  private Shortened() {}

  /**
   * The text, or as much of its beginning; never half a surrogate pair, which UTF-8 has no form
   * for.
   */
  static String to(int chars, String text) {
    if (text.length() <= chars) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
    return text.substring(0, end);
  }

  /** The text, or as much of its end, likewise. */
  static String toLast(int chars, String text) {
    if (text.length() <= chars) {
      return text;
    }
    int begin = text.length() - chars;
    return text.substring(Character.isLowSurrogate(text.charAt(begin)) ? begin + 1 : begin);
  }
}
