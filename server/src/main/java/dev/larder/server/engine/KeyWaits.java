package dev.larder.server.engine;

import dev.larder.protocol.WorkspaceId;
import dev.larder.protocol.WorkspaceResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Those who wait for a key to be ready or failed without asking for a build. Engine thread only.
 *
 * <p>Each is taken out once: at the end of a build, when its time is over, or when it leaves.
 * Bounded by the connections, each of which has one request that waits.
 */
final class KeyWaits {
  /** One of them, and until when it waits, in milliseconds since 1970-01-01 UTC. */
  record Wait(WorkspaceId id, long untilMs, CompletableFuture<WorkspaceResult> reply) {}

  private final Map<WorkspaceId, Set<Wait>> byKey = new HashMap<>();

  /** No wait is over before this: a look with nothing to do costs one comparison. */
  private long nextMs = Long.MAX_VALUE;

  void add(Wait wait) {
    byKey.computeIfAbsent(wait.id(), key -> new LinkedHashSet<>()).add(wait);
    nextMs = Math.min(nextMs, wait.untilMs());
  }

  /** The client has left. */
  void remove(WorkspaceId id, CompletableFuture<WorkspaceResult> reply) {
    byKey.getOrDefault(id, Set.of()).stream()
        .filter(wait -> wait.reply() == reply)
        .toList()
        .forEach(this::remove);
  }

  private void remove(Wait wait) {
    byKey.computeIfPresent(
        wait.id(),
        (key, waits) -> {
          waits.remove(wait);
          return waits.isEmpty() ? null : waits;
        });
  }

  /** Takes out all who wait for a key. */
  List<Wait> take(WorkspaceId id) {
    Set<Wait> waits = byKey.remove(id);
    return waits == null ? List.of() : List.copyOf(waits);
  }

  /** Takes out everybody. */
  List<Wait> takeAll() {
    return takeIf(wait -> true);
  }

  /** Takes out those whose time is over. */
  List<Wait> takeOverdue(long nowMs) {
    return nowMs < nextMs ? List.of() : takeIf(wait -> nowMs >= wait.untilMs());
  }

  private List<Wait> takeIf(Predicate<Wait> isDue) {
    List<Wait> due = new ArrayList<>();
    nextMs = Long.MAX_VALUE;
    for (Set<Wait> waits : byKey.values()) {
      for (Wait wait : waits) {
        if (isDue.test(wait)) {
          due.add(wait);
        } else {
          nextMs = Math.min(nextMs, wait.untilMs());
        }
      }
    }
    due.forEach(this::remove);
    return due;
  }

  /** When the next one's time is over at the earliest; {@link Long#MAX_VALUE} if nobody waits. */
  long nextMs() {
    return nextMs;
  }
}
