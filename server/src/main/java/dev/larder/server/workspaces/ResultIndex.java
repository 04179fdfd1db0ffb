package dev.larder.server.workspaces;

import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceName;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What lies ready, in memory. Any thread; results are immutable, and no reader ever waits. */
final class ResultIndex {
  private static final Comparator<Result> BY_NAME =
      Comparator.comparing((Result result) -> result.id().name().value())
          .thenComparing(result -> result.id().key().value());

  private final ConcurrentHashMap<WorkspaceId, Result> results = new ConcurrentHashMap<>();

  /** The newest build of each name; stays when its result is forgotten. */
  private final ConcurrentHashMap<WorkspaceName, Built> newest = new ConcurrentHashMap<>();

  private record Built(Instant created, long buildMs) {}

  void add(Result result) {
    results.put(result.id(), result);
    Built built = new Built(result.created(), result.buildMs());
    newest.merge(result.id().name(), built, (a, b) -> b.created().isBefore(a.created()) ? a : b);
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

  OptionalLong lastBuildMs(WorkspaceName name) {
    Built built = newest.get(name);
    return built == null ? OptionalLong.empty() : OptionalLong.of(built.buildMs());
  }
}
