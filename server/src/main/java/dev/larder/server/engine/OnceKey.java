package dev.larder.server.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What makes a request be done once: its sender's Idempotency-Key, and what the request was, both
 * as digests, so that a key costs the same however long it and its request are. Immutable.
 *
 * @param high the first 64 bits of a SHA-256 of the sender and the key
 * @param low the next 64 bits; all 128 together name the key: that two of a million keys are the
 *     same has a probability below 1 : 10^26
 * @param request the first 64 bits of a SHA-256 of the request, by which another request with the
 *     key is told from a repeat
 */
public record OnceKey(long high, long low, long request) {
  /**
   * The key of a request.
   *
   * @param sender whose key it is: those of others never meet it
   * @param key as it was sent
   * @param request a digest of all that makes the request what it is, or a short name
   */
  public static OnceKey of(String sender, String key, byte[] request) {
    MessageDigest digest = sha256();
    digest.update(sender.getBytes(UTF_8));
    digest.update((byte) 0);
    ByteBuffer name = ByteBuffer.wrap(digest.digest(key.getBytes(UTF_8)));
    ByteBuffer what = ByteBuffer.wrap(digest.digest(request));
    return new OnceKey(name.getLong(), name.getLong(), what.getLong());
  }

  /** A new SHA-256. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }
}
