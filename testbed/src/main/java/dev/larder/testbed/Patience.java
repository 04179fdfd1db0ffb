package dev.larder.testbed;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long a part waits before it calls something a hang: far longer than a busy machine takes. */
public final class Patience {
  /** The longest wait for anything that must happen. */
  public static final Duration LONGEST = Duration.ofMinutes(3);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  private Patience() {}

  /** Waits until something holds. */
  public static ConditionFactory until(String what) {
    return Awaitility.await(what)
        .atMost(LONGEST)
        .pollDelay(Duration.ZERO)
        .pollInterval(BETWEEN_LOOKS);
  }
}
