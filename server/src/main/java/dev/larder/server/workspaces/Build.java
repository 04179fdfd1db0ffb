package dev.larder.server.workspaces;

import dev.larder.protocol.WorkspaceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One key on its way from the first request to its end. Engine's thread only. */
final class Build {
  /** How far it is. */
  sealed interface Stage {}

  /** It may not begin yet, and is in the queue for a place. */
  record Queued(long sinceMs) implements Stage {}

  /** The lease table was asked, in the front's name, and has not answered. */
  record Taking(long sinceMs) implements Stage {}

  /** The lease is held by the front; without a front, until its grace is over. */
  record Building(Lease lease, long graceUntilMs) implements Stage {}

  /** The store is at work; nothing but its answer ends this. */
  record Committing(Lease lease, long graceUntilMs) implements Stage {}

  /** The grace of a lease that has none: it is over at any time. */
  static final long NO_GRACE = Long.MIN_VALUE;

  final WorkspaceId id;
  Stage stage;

  /** Whether it counts as one of the builds that may run at once. */
  boolean hasPlace;

  /**
   * The request that takes or holds the lease, or is the first in the queue; null once its stream
   * is closed.
   */
  @Nullable Waiter front;

  /** The others, first come first served; by id, so that one that leaves is found at once. */
  private final LinkedHashMap<Long, Waiter> waiters = new LinkedHashMap<>();

  Build(WorkspaceId id, Stage stage) {
    this.id = id;
    this.stage = stage;
  }

  void enqueue(Waiter waiter) {
    waiters.put(waiter.id(), waiter);
  }

  /** Takes a request out, which is returned; null if it is not here. */
  @Nullable Waiter remove(long waiterId) {
    Waiter gone = front;
    if (gone != null && gone.id() == waiterId) {
      front = null;
      return gone;
    }
    return waiters.remove(waiterId);
  }

  /** Makes the first waiter the front; null if nobody waits. */
  @Nullable Waiter next() {
    Iterator<Waiter> queue = waiters.values().iterator();
    front = null;
    if (queue.hasNext()) {
      front = queue.next();
      queue.remove();
    }
    return front;
  }

  Collection<Waiter> waiters() {
    return waiters.values();
  }

  /** The front, if its stream is open, and then the waiters in their order. */
  List<Waiter> everyone() {
    List<Waiter> everyone = new ArrayList<>(waiters.size() + 1);
    if (front != null) {
      everyone.add(front);
    }
    everyone.addAll(waiters.values());
    return everyone;
  }

  /** The lease, once there is one. */
  @Nullable Lease lease() {
    if (stage instanceof Building building) {
      return building.lease();
    }
    return stage instanceof Committing committing ? committing.lease() : null;
  }

  /** Whether a lease counts: not after a time that ran out, even if no tick came since. */
  boolean isHeldAt(long nowMs) {
    return stage instanceof Committing
        || (stage instanceof Building building
            && nowMs < building.lease().expiresAtMs()
            && (front != null || nowMs < building.graceUntilMs()));
  }

  /** Whether it is in the queue. */
  boolean isQueued() {
    return stage instanceof Queued;
  }

  /** How many requests wait for somebody else, or for a place. */
  int waiting() {
    return waiters.size() + (isQueued() && front != null ? 1 : 0);
  }

  KeyView view() {
    if (stage instanceof Queued queued) {
      return new KeyView.Queued(id, queued.sinceMs(), waiting());
    }
    Lease lease = lease();
    if (lease != null) {
      return new KeyView.Building(id, lease.builder(), lease.grantedAtMs(), waiters.size());
    }
    long sinceMs = stage instanceof Taking taking ? taking.sinceMs() : 0;
    return new KeyView.Building(
        id, front == null ? null : front.builder(), sinceMs, waiters.size());
  }
}
