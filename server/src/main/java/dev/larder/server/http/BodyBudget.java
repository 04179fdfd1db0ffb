package dev.larder.server.http;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of request bodies the daemon holds at once. Any thread. */
final class BodyBudget {
  private final long most;
  private final AtomicLong taken = new AtomicLong();

  BodyBudget(long most) {
    this.most = most;
  }

  /**
   * Takes some of the budget.
   *
   * @throws RefusedException with {@link Problem.Overloaded} if that much is not left
   */
  void take(long bytes) {
    if (taken.addAndGet(bytes) > most) {
      taken.addAndGet(-bytes);
      throw new RefusedException(new Problem.Overloaded("bytes of request bodies"));
    }
  }

  /** How many are held now. */
  long taken() {
    return taken.get();
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}
