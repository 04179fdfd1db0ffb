package dev.larder.server.workspaces;

import dev.larder.protocol.WorkspaceId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The failures that are still told to new requests. Engine's thread only. */
final class Failures {
  private final int most;

  /** In the order in which the builds failed, so that the oldest goes first. */
  private final LinkedHashMap<WorkspaceId, KeyView.Failed> failures = new LinkedHashMap<>();

  /** No failure ends before this: a tick with nothing to do costs one comparison. */
  private long earliestMs = Long.MAX_VALUE;

  Failures(int most) {
    this.most = most;
  }

  void remember(KeyView.Failed failure) {
    failures.remove(failure.id());
    failures.put(failure.id(), failure);
    earliestMs = Math.min(earliestMs, failure.untilMs());
    if (failures.size() > most) {
      Iterator<Map.Entry<WorkspaceId, KeyView.Failed>> oldest = failures.entrySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** The failure of a key, if it is still to be told. */
  KeyView.@Nullable Failed find(WorkspaceId id, long nowMs) {
    KeyView.Failed failure = failures.get(id);
    return failure == null || nowMs >= failure.untilMs() ? null : at(failure, nowMs);
  }

  private static KeyView.Failed at(KeyView.Failed failure, long nowMs) {
    return new KeyView.Failed(
        failure.id(), failure.builder(), failure.problemAt(nowMs), failure.untilMs());
  }

  void forget(WorkspaceId id) {
    failures.remove(id);
  }

  void expire(long nowMs) {
    if (nowMs < earliestMs) {
      return;
    }
    failures.values().removeIf(failure -> nowMs >= failure.untilMs());
    earliestMs =
        failures.values().stream().mapToLong(KeyView.Failed::untilMs).min().orElse(Long.MAX_VALUE);
  }

  /** Those that are still to be told, the oldest first. */
  Stream<KeyView.Failed> current(long nowMs) {
    return failures.values().stream()
        .filter(failure -> nowMs < failure.untilMs())
        .map(failure -> at(failure, nowMs));
  }
}
