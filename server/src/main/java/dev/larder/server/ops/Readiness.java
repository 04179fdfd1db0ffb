package dev.larder.server.ops;

import dev.larder.server.engine.Engine;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Whether the daemon can take writes. It can't while it stops, while the journal has no room, and
 * while the engine does not answer. (After a failed force there is no daemon any more.) Any thread.
 */
public final class Readiness {
  /** Below the second that a Kubernetes probe waits for an answer if it is not told otherwise. */
  static final long ANSWER_MS = 900;

  private final Engine engine;

  public Readiness(Engine engine) {
    this.engine = engine;
  }

  /** Why the daemon is not ready, as a clause; empty if it is. Completed within a second. */
  public CompletableFuture<Optional<String>> look() {
    Optional<String> known = known();
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(known);
    }
    return engine
        .overview(overview -> Optional.<String>empty())
        .completeOnTimeout(
            Optional.of("its engine has not answered for " + ANSWER_MS + " ms; the disk is slow"),
            ANSWER_MS,
            TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> Optional.of("its engine takes no more requests: " + failure.getMessage()));
  }

  /** What can be said without the engine. */
  Optional<String> known() {
    if (engine.isStopping()) {
      return Optional.of("it is stopping");
    }
    return engine.fullSince().map(Readiness::full);
  }

  private static String full(Instant since) {
    return "there has been no room for the journal since " + since;
  }
}
