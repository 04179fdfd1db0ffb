package dev.larder.prove.check;

import org.jspecify.annotations.Nullable;

/**
 * A request and what came of it.
 *
 * @param client who sent it, for people
 * @param sentNanos before it was sent, by {@link System#nanoTime}
 * @param endedNanos after its answer was read; of one without an answer, from when on it can no
 *     longer be done
 * @param answered null if no answer came
 */
public record Operation(
    int client, Sent sent, long sentNanos, long endedNanos, @Nullable Answered answered) {
  /** The same as one whose answer was never seen. */
  Operation unanswered() {
    return new Operation(client, sent, sentNanos, endedNanos, null);
  }

  /** Whether it is known to have been without effect: reads, refusals, repeats. */
  boolean changedNothing() {
    return !sent.kind().writes()
        || (answered != null && (answered.status() >= 300 || answered.replayed()));
  }

  String line(long fromNanos) {
    return "%9d µs … %9s client %d: %s -> %s"
        .formatted(
            (sentNanos - fromNanos) / 1000,
            endedNanos == Long.MAX_VALUE ? "" : (endedNanos - fromNanos) / 1000 + " µs",
            client,
            sent,
            answered == null ? "no answer" : answered);
  }
}
