package dev.larder.client;

import dev.larder.protocol.Ack;
import org.jspecify.annotations.Nullable;

/**
 * When a write is answered, and on what condition it is done.
 *
 * @param ack when it is answered
 * @param ifVersion the version that the document must be at ({@code If-Match}, RFC 9110, section
 *     13.1.1); null for any
 * @param ifAbsent whether the document must not exist yet ({@code If-None-Match: *}, section
 *     13.1.2)
 * @param idempotencyKey by which the write is done once, however often it is asked for: 1 to 200
 *     visible characters of ASCII; null for one that is made for this call
 */
public record WriteOptions(
    Ack ack, @Nullable Long ifVersion, boolean ifAbsent, @Nullable String idempotencyKey) {
  /** Answered when durable, on no condition. */
  public static final WriteOptions DEFAULTS = new WriteOptions(Ack.DURABLE, null, false, null);

  /** Changes when the write is answered. */
  public WriteOptions withAck(Ack newAck) {
    return new WriteOptions(newAck, ifVersion, ifAbsent, idempotencyKey);
  }

  /** Only if the document is at that version. */
  public WriteOptions withIfVersion(long version) {
    return new WriteOptions(ack, version, ifAbsent, idempotencyKey);
  }

  /** Only if the document does not exist. */
  public WriteOptions withIfAbsent() {
    return new WriteOptions(ack, ifVersion, true, idempotencyKey);
  }

  /**
   * With a key of the caller's: the same write with it, also from another process and after a
   * restart of the daemon, is answered as it was at first, and changes nothing.
   */
  public WriteOptions withIdempotencyKey(@Nullable String key) {
    return new WriteOptions(ack, ifVersion, ifAbsent, key);
  }
}
