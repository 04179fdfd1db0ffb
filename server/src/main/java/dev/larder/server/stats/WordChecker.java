package dev.larder.server.stats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Set;

/** Checks numbers and literals: RFC 8259, sections 3 and 6. One thread. */
final class WordChecker {
  private static final Set<String> LITERALS = Set.of("true", "false", "null");

  private final Text text;

  WordChecker(Text text) {
    this.text = text;
  }

  /** Checks the number that starts at {@code start}; the index behind it. */
  int numberEnd(int start) {
    int at = text.at(start) == '-' ? start + 1 : start;
    if (text.at(at) != '0') {
      at = digitsEnd(at);
    } else if (isDigit(text.at(at + 1))) {
      throw text.fault("A number with a leading zero", at);
    } else {
      at++;
    }
    if (text.at(at) == '.') {
      at = digitsEnd(at + 1);
    }
    if (text.at(at) == 'e' || text.at(at) == 'E') {
      boolean isSigned = text.at(at + 1) == '+' || text.at(at + 1) == '-';
      at = digitsEnd(at + (isSigned ? 2 : 1));
    }
    return at;
  }

  /** Behind the digits at {@code start}, of which there must be one. */
  private int digitsEnd(int start) {
    int at = start;
    while (isDigit(text.at(at))) {
      at++;
    }
    if (at == start) {
      throw text.expected("a digit", at);
    }
    return at;
  }

  private static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  /** Checks the word that starts at {@code start}; the index behind it. */
  int literalEnd(int start) {
    int end = start;
    while (text.at(end) < 0x80 && Character.isLetterOrDigit(text.at(end))) {
      end++;
    }
    if (end == start) {
      throw text.expected("a value", start);
    }
    String word = new String(text.bytes, start, end - start, ISO_8859_1);
    if (!LITERALS.contains(word)) {
      throw text.fault("The word '" + word + "' is not JSON", start);
    }
    return end;
  }
}
