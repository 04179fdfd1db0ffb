package dev.larder.server.workspaces;

import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What lies ready, in memory. Any thread; results are immutable, and no reader ever waits. */
final class ResultIndex {
  private static final Comparator<Result> BY_NAME =
      Comparator.comparing((Result result) -> result.id().name().value())
          .thenComparing(result -> result.id().key().value());

  private final ConcurrentHashMap<WorkspaceId, Result> results = new ConcurrentHashMap<>();

  /** The last builds of each name; they stay when their results are forgotten. */
  private final ConcurrentHashMap<WorkspaceName, BuildTimes> times = new ConcurrentHashMap<>();

  void add(Result result) {
    results.put(result.id(), result);
    var built = new BuildTimes.Built(result.created(), result.buildMs(), result.fence());
    times.compute(
        result.id().name(),
        (name, before) -> (before == null ? BuildTimes.NONE : before).with(built));
  }

  @Nullable Result get(WorkspaceId id) {
    return results.get(id);
  }

  @Nullable Result remove(WorkspaceId id) {
    return results.remove(id);
  }

  /** Removes this very result, unless another took its place; whether it did. */
  boolean remove(Result result) {
    return results.remove(result.id(), result);
  }

  List<Result> sorted() {
    return results.values().stream().sorted(BY_NAME).toList();
  }

  /** The result of that name that was committed last. */
  Optional<Result> newest(WorkspaceName name) {
    return results.values().stream()
        .filter(result -> result.id().name().equals(name))
        .max(Comparator.comparing(Result::created).thenComparing(Result::fence));
  }

  OptionalLong usualBuildMs(WorkspaceName name) {
    BuildTimes ofName = times.get(name);
    return ofName == null ? OptionalLong.empty() : OptionalLong.of(ofName.medianMs());
  }
}
