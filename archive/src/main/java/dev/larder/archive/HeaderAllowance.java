package dev.larder.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bounds what the headers between two entries may hold: long names and extended headers are kept in
 * memory while they are read, and a stream of nothing else would fill it. One thread.
 */
final class HeaderAllowance extends FilterInputStream {
  /** The header, an extended one with the longest path, and padding, several times over. */
  private static final int HEADER_BYTES = 64 * 1024;

  private boolean broken;
  private boolean inHeaders;
  private long left;

  HeaderAllowance(InputStream in) {
    super(in);
  }

  /** From now on headers are read. */
  void begin() {
    inHeaders = true;
    left = HEADER_BYTES;
  }

  /** From now on it is a content, which others bound. */
  void end() {
    inHeaders = false;
  }

  /** Whether it is the stream itself that failed, rather than what was read from it. */
  boolean isBroken() {
    return broken;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count;
    try {
      count = super.read(target, offset, length);
    } catch (IOException e) {
      broken = true;
      throw e;
    }
    count(Math.max(count, 0));
    return count;
  }

  /** By reading, so that all is counted in one place. */
  @Override
  public long skip(long wanted) throws IOException {
    byte[] dropped = new byte[(int) Math.min(wanted, HEADER_BYTES)];
    return Math.max(0, read(dropped, 0, dropped.length));
  }

  private void count(long bytes) throws BadArchiveException {
    left -= bytes;
    if (inHeaders && left < 0) {
      throw new BadArchiveException(
          "The archive has headers of more than " + HEADER_BYTES + " bytes for one entry", null);
    }
  }
}
