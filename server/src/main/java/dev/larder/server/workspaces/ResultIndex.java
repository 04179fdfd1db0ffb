package dev.larder.server.workspaces;

import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What lies ready, in memory, and when it was last used. Any thread; results are immutable, and no
 * reader ever waits.
 */
final class ResultIndex {
  private static final Comparator<Result> BY_NAME =
      Comparator.comparing((Result result) -> result.id().name().value())
          .thenComparing(result -> result.id().key().value());

  private final ConcurrentHashMap<WorkspaceId, Kept> results = new ConcurrentHashMap<>();

  /** The bytes of all results; behind a change of them by a moment. */
  private final AtomicLong bytes = new AtomicLong();

  /** What was used since {@link #takeUsed} asked last. */
  private final Set<WorkspaceId> used = ConcurrentHashMap.newKeySet();

  /** The last builds of each name; they stay when their results are forgotten. */
  private final ConcurrentHashMap<WorkspaceName, BuildTimes> times = new ConcurrentHashMap<>();

  void add(Result result, long usedMs) {
    Kept before = results.put(result.id(), new Kept(result, usedMs));
    bytes.addAndGet(result.bytes() - bytesOf(before));
    var built = new BuildTimes.Built(result.created(), result.buildMs(), result.fence());
    times.compute(
        result.id().name(), (name, last) -> (last == null ? BuildTimes.NONE : last).with(built));
  }

  @Nullable Result get(WorkspaceId id) {
    Kept kept = results.get(id);
    return kept == null ? null : kept.result();
  }

  long usedMs(Result result) {
    Kept kept = results.get(result.id());
    return kept == null ? result.created().toEpochMilli() : kept.usedMs();
  }

  @Nullable Kept remove(WorkspaceId id) {
    Kept removed = results.remove(id);
    bytes.addAndGet(-bytesOf(removed));
    return removed;
  }

  /** Removes this very result, unless another took its place; whether it did. */
  boolean remove(Result result) {
    Kept kept = results.get(result.id());
    while (kept != null && kept.result().equals(result)) {
      if (results.remove(result.id(), kept)) {
        bytes.addAndGet(-result.bytes());
        return true;
      }
      kept = results.get(result.id()); // it was used in between
    }
    return false;
  }

  private static long bytesOf(@Nullable Kept kept) {
    return kept == null ? 0 : kept.result().bytes();
  }

  /** A result was used; an earlier moment than is known changes nothing. */
  void use(WorkspaceId id, long nowMs) {
    var found =
        results.computeIfPresent(
            id, (key, kept) -> nowMs > kept.usedMs() ? new Kept(kept.result(), nowMs) : kept);
    if (found != null) {
      used.add(id);
    }
  }

  /** What was used since the last call. */
  List<Kept> takeUsed() {
    List<Kept> taken = new ArrayList<>();
    for (WorkspaceId id : List.copyOf(used)) {
      used.remove(id);
      Kept kept = results.get(id);
      if (kept != null) {
        taken.add(kept);
      }
    }
    return taken;
  }

  Collection<Kept> all() {
    return results.values();
  }

  long bytes() {
    return bytes.get();
  }

  List<Result> sorted() {
    return results.values().stream().map(Kept::result).sorted(BY_NAME).toList();
  }

  /** The result of that name that was committed last. */
  Optional<Result> newest(WorkspaceName name) {
    return results.values().stream()
        .map(Kept::result)
        .filter(result -> result.id().name().equals(name))
        .max(Comparator.comparing(Result::created).thenComparing(Result::fence));
  }

  OptionalLong usualBuildMs(WorkspaceName name) {
    BuildTimes ofName = times.get(name);
    return ofName == null ? OptionalLong.empty() : OptionalLong.of(ofName.medianMs());
  }
}
