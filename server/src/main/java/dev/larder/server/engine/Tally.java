package dev.larder.server.engine;

import dev.larder.server.workspaces.Eviction;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the engine has done since its start. It only grows. The engine's thread counts, any thread
 * reads.
 */
public final class Tally {
  private final Map<WriteKind, LongAdder> writes = new EnumMap<>(WriteKind.class);
  private final LongAdder replayed = new LongAdder();
  private final LongAdder started = new LongAdder();
  private final LongAdder committed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder handedOver = new LongAdder();
  private final LongAdder waited = new LongAdder();
  private final LongAdder found = new LongAdder();
  private final LongAdder savedMs = new LongAdder();
  private final Map<Eviction.Reason, LongAdder> evicted = new EnumMap<>(Eviction.Reason.class);
  private final LongAdder damaged = new LongAdder();

  Tally() {
    for (WriteKind kind : WriteKind.values()) {
      writes.put(kind, new LongAdder());
    }
    for (Eviction.Reason reason : Eviction.Reason.values()) {
      evicted.put(reason, new LongAdder());
    }
  }

  void wrote(WriteKind kind) {
    adder(writes, kind).increment();
  }

  void replayed() {
    replayed.increment();
  }

  void buildStarted() {
    started.increment();
  }

  void buildCommitted() {
    committed.increment();
  }

  void buildFailed() {
    failed.increment();
  }

  void buildHandedOver() {
    handedOver.increment();
  }

  /**
   * A request got a result that another one's build made.
   *
   * @param cached whether it lay there before the request; else the request waited for it
   * @param buildMs how long that build took, in milliseconds
   */
  void shared(boolean cached, long buildMs) {
    (cached ? found : waited).increment();
    savedMs.add(buildMs);
  }

  void evicted(Eviction.Reason reason) {
    adder(evicted, reason).increment();
  }

  void damaged() {
    damaged.increment();
  }

  /** Results that were evicted, by the reason, in small letters. */
  public Map<String, Long> evictions() {
    Map<String, Long> counts = new LinkedHashMap<>();
    evicted.forEach(
        (reason, count) -> counts.put(reason.name().toLowerCase(Locale.ROOT), count.sum()));
    return counts;
  }

  /** Results that were dropped since their content was not what their digest says. */
  public long damagedResults() {
    return damaged.sum();
  }

  /** Writes that became durable. */
  public long writes(WriteKind kind) {
    return adder(writes, kind).sum();
  }

  /** Requests that an earlier one with the same Idempotency-Key had done. */
  public long replays() {
    return replayed.sum();
  }

  /** Leases that were granted. */
  public long buildsStarted() {
    return started.sum();
  }

  /** Results that were committed. */
  public long buildsCommitted() {
    return committed.sum();
  }

  /** Builds that their builders reported as failed. */
  public long buildsFailed() {
    return failed.sum();
  }

  /** Leases that ended without a result or a report, and whose key went to the next who waits. */
  public long buildsHandedOver() {
    return handedOver.sum();
  }

  /** Requests that waited for another one's build and got its result. */
  public long sharedByWaiting() {
    return waited.sum();
  }

  /** Requests that found the result ready. */
  public long sharedByFinding() {
    return found.sum();
  }

  /**
   * The durations of the builds that did not have to be run, in milliseconds: for each shared
   * answer, the time from the grant of the result's lease to its commit.
   */
  public long savedMs() {
    return savedMs.sum();
  }

  private static <K> LongAdder adder(Map<K, LongAdder> adders, K kind) {
    LongAdder adder = adders.get(kind);
    if (adder == null) {
      throw new AssertionError("every kind has its counter: " + kind);
    }
    return adder;
  }
}
