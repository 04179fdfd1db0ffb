package dev.larder.server.access;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, in which tokens are kept and files compared. */
final class Digests {
  private Digests() {}

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
