package dev.larder.server.http;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A request's body while it arrives: bounded by its limit and by the budget of all bodies, and
 * never larger in memory than what has really come, or twice that.
 */
final class Body { // event loop only, or the one worker that fills it
  private static final int FIRST_BYTES = 16 * 1024;
  private static final byte[] NONE = {};

  private final long limit;
  private final BodyBudget budget;
  private byte[] bytes = NONE;
  private int length;
  private long budgeted;

  Body(long limit, BodyBudget budget) {
    this.limit = limit;
    this.budget = budget;
  }

  /**
   * Refuses a length that was announced and is too much.
   *
   * @throws RefusedException with {@link Problem.TooLarge}
   */
  static void checkAnnounced(long length, long limit) {
    if (length > limit) {
      throw tooLarge(limit);
    }
  }

  /**
   * Adds what has arrived.
   *
   * @throws RefusedException with {@link Problem.TooLarge} or {@link Problem.Overloaded}
   */
  void add(ByteBuf content) {
    int more = content.readableBytes();
    if (more > limit - length) {
      throw tooLarge(limit);
    }
    if (length + more > bytes.length) {
      grow(length + more);
    }
    content.readBytes(bytes, length, more);
    length += more;
  }

  private void grow(int needed) {
    // The first piece of a small body is mostly all of it.
    int size = length == 0 ? needed : Math.max(needed, Math.max(FIRST_BYTES, 2 * bytes.length));
    int bounded = (int) Math.min(size, Math.max(needed, limit));
    budget.take(bounded - budgeted);
    budgeted = bounded;
    bytes = Arrays.copyOf(bytes, bounded);
  }

  /** An empty one of the same budget. */
  Body another(long otherLimit) {
    return new Body(otherLimit, budget);
  }

  /** All of it, once it is complete. */
  byte[] whole() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  /** The body is of no more use. */
  void release() {
    bytes = NONE;
    budget.giveBack(budgeted);
    budgeted = 0;
  }

  private static RefusedException tooLarge(long limit) {
    return new RefusedException(new Problem.TooLarge("body", limit, "bytes"));
  }
}
