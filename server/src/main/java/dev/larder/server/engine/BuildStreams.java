package dev.larder.server.engine;

import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.BuildRequest;
import dev.larder.protocol.Builder;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.workspaces.Lease;
import dev.larder.server.workspaces.LeaseEffect;
import dev.larder.server.workspaces.LeaseMachine;
import dev.larder.server.workspaces.ResultStore;
import dev.larder.server.workspaces.Waiter;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The open build requests: who stands behind the lease machine's waiters, and what each is told.
 */
final class BuildStreams { // engine thread only
  private static final Builder NOBODY = new Builder(0, "unknown");

  /** Of builds that have not begun. */
  private static final ProgressLine SILENT = new ProgressLine();

  /**
   * An open build request: its stream, what it asks for, and whether it holds the lease.
   *
   * @param pins whether the stream stays open with the result, as its pin
   * @param pinned the result that it pins now; null if none
   */
  private record Open(
      BuildStream stream,
      WorkspaceId id,
      boolean builds,
      boolean pins,
      @Nullable WorkspaceId pinned) {
    Open building() {
      return new Open(stream, id, true, pins, pinned);
    }

    Open pinning(WorkspaceId result) {
      return new Open(stream, id, builds, pins, result);
    }
  }

  private final LeaseMachine machine;
  private final ResultStore store;
  private final StoreDesk kept;
  private final Clock clock;
  private final Map<Long, Open> byWaiter = new HashMap<>();
  private final Map<BuildStream, Long> waiters = new HashMap<>();

  /** By the lease's token; there while the lease is. */
  private final Map<String, ProgressLine> progress = new HashMap<>();

  private long lastWaiterId;

  BuildStreams(LeaseMachine machine, ResultStore store, StoreDesk kept, Clock clock) {
    this.machine = machine;
    this.store = store;
    this.kept = kept;
    this.clock = clock;
  }

  /** A request came; the machine knows it by what is returned. */
  Waiter open(WorkspaceId id, BuildAsk ask, BuildStream stream) {
    BuildRequest request = ask.request();
    Builder builder = request.builder() == null ? NOBODY : request.builder();
    Waiter waiter = new Waiter(++lastWaiterId, builder, request.deadlineMs(), ask.within());
    byWaiter.put(waiter.id(), new Open(stream, id, false, request.pins(), null));
    waiters.put(stream, waiter.id());
    return waiter;
  }

  /** A stream closed, and its pin ends; returns which waiter it was, or null if it had ended. */
  @Nullable Long left(BuildStream stream) {
    Long waiterId = waiters.remove(stream);
    if (waiterId != null) {
      Open open = byWaiter.remove(waiterId);
      if (open != null && open.pinned() != null) {
        kept.release(open.pinned());
      }
    }
    return waiterId;
  }

  /** From now on this stream holds the lease. */
  void builds(Waiter waiter) {
    Open open = byWaiter.get(waiter.id());
    if (open == null) {
      throw new IllegalStateException(
          "A lease was granted to a stream that is not there: " + waiter);
    }
    byWaiter.put(waiter.id(), open.building());
  }

  /** Whether it is open, and not the one that builds. */
  boolean waits(Waiter waiter) {
    Open open = byWaiter.get(waiter.id());
    return open != null && !open.builds();
  }

  void granted(Waiter to, BuildEvent.Granted event) {
    Open open = byWaiter.get(to.id());
    if (open != null) {
      open.stream().granted(event);
    }
  }

  /** Somebody else builds. */
  void waiting(LeaseEffect.Wait wait) {
    Open open = byWaiter.get(wait.who().id());
    if (open != null) {
      ProgressLine line = machine.leaseOf(open.id()).map(this::progress).orElse(SILENT);
      long elapsedMs = clock.nowMs() - wait.sinceMs();
      open.stream()
          .waiting(
              new BuildEvent.Waiting(
                  wait.builder(), elapsedMs, expectedMs(open.id()), line.last(), null),
              line);
    }
  }

  /** The build has to wait for its turn. */
  void queued(LeaseEffect.Queue queue) {
    Open open = byWaiter.get(queue.who().id());
    if (open != null) {
      long elapsedMs = clock.nowMs() - queue.sinceMs();
      open.stream()
          .waiting(
              new BuildEvent.Waiting(null, elapsedMs, expectedMs(open.id()), null, queue.place()),
              SILENT);
    }
  }

  private @Nullable Long expectedMs(WorkspaceId id) {
    OptionalLong last = store.usualBuildMs(id.name());
    return last.isPresent() ? last.getAsLong() : null;
  }

  /** The result is there: the stream ends with it, or stays open as its pin. */
  void ready(Waiter to, BuildEvent.Ready event, WorkspaceId result) {
    Open open = byWaiter.get(to.id());
    if (open != null && open.pins()) {
      byWaiter.put(to.id(), open.pinning(result));
      kept.pins().hold(result);
      open.stream().pinned(event);
    } else {
      kept.used(result);
      end(to, event);
    }
  }

  /** The last that it is told. */
  void end(Waiter to, BuildEvent last) {
    Open open = byWaiter.remove(to.id());
    if (open != null) {
      waiters.remove(open.stream());
      open.stream().ended(last);
    }
  }

  /** What the builder of a lease says of its progress. */
  ProgressLine progress(Lease lease) {
    return progress.computeIfAbsent(lease.token(), token -> new ProgressLine());
  }

  /** The lease has ended. */
  void forgetProgress(Lease lease) {
    progress.remove(lease.token());
  }

  boolean areNone() {
    return byWaiter.isEmpty();
  }
}
