package dev.larder.docker;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long a test waits before it calls something a hang: far longer than a busy machine takes. */
final class Patience {
  static final Duration LONGEST = Duration.ofMinutes(5);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private Patience() {}

  /** Waits until something holds. */
  static ConditionFactory until(String what) {
    return Awaitility.await(what)
        .atMost(LONGEST)
        .pollDelay(Duration.ZERO)
        .pollInterval(BETWEEN_LOOKS);
  }
}
