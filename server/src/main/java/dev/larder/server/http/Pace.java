package dev.larder.server.http;

import org.jspecify.annotations.Nullable;

/**
 * How fast the request comes that is on its way. A head has one or two spells to come whole; of a
 * body, some bytes must come in each.
 */
final class Pace { // event loop only
  /** Two of them are as long as a sender may be silent. */
  static final long SPELL_MS = ConnectionSetup.STALL_MS / 2;

  /** A body that comes slower than this a spell is not waited for: a modem is 20 times as fast. */
  private static final int LEAST_BODY_BYTES = 1024;

  private int arrivedBytes;

  /** Bytes have come that did not end anything yet: they begin a head, or go on with one. */
  private boolean inHead;

  /** It was so when the last spell ended, and no message has come since. */
  private boolean wasInHead;

  private boolean headSlow;
  private boolean bodySlow;
  private @Nullable Object wasGathering;

  /** Bytes came; a {@link #message} follows at once if they make one. */
  void arrived(int bytes) {
    arrivedBytes = Math.min(LEAST_BODY_BYTES, arrivedBytes + bytes);
    inHead = true;
  }

  /** What had come was a head, or some of a body. */
  void message() {
    inHead = false;
    wasInHead = false;
  }

  /**
   * A spell ends.
   *
   * @param quiet whether no request waits for its answer
   * @param gathering the request whose body is coming; null for none, or for one whose sender may
   *     take its time
   */
  void tick(boolean quiet, @Nullable Object gathering) {
    bodySlow = gathering != null && gathering == wasGathering && arrivedBytes < LEAST_BODY_BYTES;
    headSlow = quiet && inHead && wasInHead;
    wasInHead = quiet && inHead;
    wasGathering = gathering;
    arrivedBytes = 0;
  }

  /** Whether the spell that has just ended was the second one in one head. */
  boolean isHeadSlow() {
    return headSlow;
  }

  /** Whether next to nothing of a body came in the spell that has just ended. */
  boolean isBodySlow() {
    return bodySlow;
  }
}
