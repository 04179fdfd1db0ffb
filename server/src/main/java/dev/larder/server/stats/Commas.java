package dev.larder.server.stats;

import java.io.ByteArrayOutputStream;

/**
 * Puts a comma before each member of one object, or item of one array, but the first. One thread.
 */
final class Commas {
  final ByteArrayOutputStream merged;
  private boolean isFirst = true;

  Commas(ByteArrayOutputStream merged) {
    this.merged = merged;
  }

  /** Writes a member's or an item's bytes up to {@code to}, which may be all of them. */
  void start(byte[] from, int at, int to) {
    if (!isFirst) {
      merged.write(',');
      merged.write(' ');
    }
    isFirst = false;
    merged.write(from, at, to - at);
  }
}
