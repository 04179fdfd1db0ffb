package dev.larder.server.http;

import dev.larder.server.engine.ReadyContent;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A result's file as it is read from end to end. With its last byte the digest is known; if it is
 * not the result's, that byte is withheld, and the read fails.
 */
final class CheckedInput extends FilterInputStream {
  /** The content is not what its digest says. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(ReadyContent content) {
      super(content.path() + " is not what its digest " + content.digest() + " says");
    }
  }

  private final ReadyContent content;
  private final MessageDigest digest = sha256();
  private long left;

  CheckedInput(InputStream file, ReadyContent content) {
    super(file);
    this.content = content;
    this.left = content.bytes();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, (int) Math.min(length, left));
    if (count > 0) {
      digest.update(target, offset, count);
      left -= count;
      if (left == 0) {
        check();
      }
    }
    return left == 0 && count == 0 ? -1 : count;
  }

  private void check() throws DamagedException {
    String found = "sha256:" + HexFormat.of().formatHex(digest.digest());
    if (!found.equals(content.digest())) {
      throw new DamagedException(content);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
