package dev.larder.server.publish;

import dev.larder.protocol.DocName;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document as the publisher knows it: its targets, its pace, and who waits for it. Publisher's
 * thread only.
 */
final class PublishedDocument {
  private final DocName name;
  private final PublisherOptions options;
  private final Pace pace;

  /** Of the source: while it fails to answer, none of the targets can be tried. */
  private final Backoff sourceBackoff;

  private final List<Waiter> waiters = new ArrayList<>();
  private Map<Path, Target> targets = new LinkedHashMap<>();
  private boolean removed;

  PublishedDocument(DocName name, PublisherOptions options, long nowNs) {
    this.name = name;
    this.options = options;
    this.pace = new Pace(options, nowNs);
    this.sourceBackoff = new Backoff(options);
  }

  DocName name() {
    return name;
  }

  boolean hasHistory() {
    return pace.hasHistory();
  }

  void add(Waiter waiter) {
    waiters.add(waiter);
  }

  boolean isFailing() {
    return sourceBackoff.isFailing()
        || targets.values().stream().anyMatch(target -> target.backoff().isFailing());
  }

  /** Whether nothing is left to do or to tell of it. */
  boolean isForgettable() {
    return removed && waiters.isEmpty() && !isFailing();
  }

  List<TargetState> states() {
    return targets.values().stream().map(Target::state).toList();
  }

  /** When to attempt what was changed. */
  long changeDueNs(int contenders) {
    long due = pace.nextStartNs(contenders, !waiters.isEmpty());
    return sourceBackoff.isFailing() ? later(due, sourceBackoff.retryAtNs()) : due;
  }

  /** When to attempt again what failed; only while {@link #isFailing}. */
  long retryDueNs(int contenders) {
    long due = pace.nextStartNs(contenders, true);
    if (sourceBackoff.isFailing()) {
      return later(due, sourceBackoff.retryAtNs());
    }
    long retry =
        targets.values().stream()
            .map(Target::backoff)
            .filter(Backoff::isFailing)
            .mapToLong(Backoff::retryAtNs)
            .reduce((a, b) -> a - b < 0 ? a : b)
            .orElseThrow();
    return later(due, retry);
  }

  /**
   * Brings every target to this edition, but for those whose pause after a failure is not over.
   *
   * @param all also those; so it is when somebody waits
   */
  void attempt(Edition edition, boolean all, ByteBuffer buffer, Leftovers leftovers) {
    sourceBackoff.succeeded();
    removed = edition.snapshot() == null;
    keepTargets(edition.targets());
    boolean evenPausing = all || !waiters.isEmpty();
    long startNs = System.nanoTime();
    boolean attempted = false;
    for (Target target : targets.values()) {
      if (!target.holds(edition) && (evenPausing || !target.backoff().isPausing(startNs))) {
        target.attempt(edition, buffer, leftovers);
        attempted = true;
      }
    }
    if (attempted) {
      pace.wrote(startNs, System.nanoTime());
    }
  }

  /** Tells those who wait for this edition, or an older one, what the attempt came to. */
  void answerWaiters(Edition edition) {
    long version = edition.version();
    String problem = firstProblem(edition);
    waiters.removeIf(
        waiter -> {
          if (waiter.version() > version) {
            return false;
          }
          if (problem == null) {
            waiter.published(version);
          } else {
            waiter.failed(version, problem);
          }
          return true;
        });
  }

  /** The source did not tell what to publish. */
  void sourceFailed(String reason) {
    sourceBackoff.failed(System.nanoTime());
    refuseWaiters(reason);
  }

  void refuseWaiters(String reason) {
    waiters.forEach(waiter -> waiter.failed(waiter.version(), reason));
    waiters.clear();
  }

  private void keepTargets(List<Path> paths) {
    Map<Path, Target> kept = new LinkedHashMap<>();
    for (Path path : paths) {
      Target known = targets.get(path);
      kept.put(path, known == null ? new Target(path, options) : known);
    }
    targets = kept;
  }

  private @Nullable String firstProblem(Edition edition) {
    for (Target target : targets.values()) {
      if (!target.holds(edition)) {
        return target.state().problem();
      }
    }
    return null;
  }

  private static long later(long aNs, long bNs) {
    return aNs - bNs > 0 ? aNs : bNs;
  }
}
