package dev.larder.server;

import dev.larder.server.engine.KeyBounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much is remembered of requests with an Idempotency-Key. */
final class RepeatOptions {
  private static final Duration LONGEST = Duration.ofDays(366);

  @Option(
      names = "--remember-for",
      paramLabel = "DURATION",
      defaultValue = "${env:LARDER_REMEMBER_FOR:-24h}",
      converter = Units.DurationConverter.class,
      description =
          "How long an Idempotency-Key and its answer are remembered (LARDER_REMEMBER_FOR;"
              + " ${DEFAULT-VALUE}).")
  private Duration time = Duration.ZERO;

  @Option(
      names = "--max-remembered",
      paramLabel = "N",
      defaultValue = "${env:LARDER_MAX_REMEMBERED:-1000000}",
      description =
          "Most Idempotency-Keys remembered, in at most an eighth of Java's heap; the oldest go"
              + " first (LARDER_MAX_REMEMBERED; ${DEFAULT-VALUE}).")
  private int most;

  /** What is out of its bounds, for people; null if nothing is. */
  @Nullable String fault() {
    if (time.compareTo(LONGEST) > 0) {
      return "--remember-for is longer than a year; give 0s to 8784h";
    }
    return most < 1 ? "--max-remembered is at least 1" : null;
  }

  /** Only where {@link #fault} found nothing. */
  KeyBounds bounds() {
    return KeyBounds.ofHeap(time.toMillis(), most);
  }
}
