package dev.larder.server.stats;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;

/** Finds the line and the column of a fault in a JSON text. */
final class Fault {
  /** The longest reason that is told: it may quote the text. */
  private static final int MAX_REASON_CHARS = 300;

  private Fault() {}

  /**
   * The refusal of a text.
   *
   * @param from where the text starts in the array
   * @param at where the fault is in the array
   */
  static RefusedException at(byte[] bytes, int from, int at, String reason) {
    int line = 1;
    int lineStart = from;
    for (int i = from; i < at; i++) {
      boolean endsLine = bytes[i] == '\n' || (bytes[i] == '\r' && bytes[i + 1] != '\n');
      if (endsLine) {
        line++;
        lineStart = i + 1;
      }
    }
    return new RefusedException(
        new Problem.BadJson(abbreviate(reason), line, at - lineStart + 1, at - from));
  }

  private static String abbreviate(String reason) {
    return reason.length() <= MAX_REASON_CHARS
        ? reason
        : reason.substring(0, MAX_REASON_CHARS) + "…";
  }
}
