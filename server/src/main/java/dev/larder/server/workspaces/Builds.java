package dev.larder.server.workspaces;

import dev.larder.protocol.WorkspaceId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All keys that are being built, found by key, by token and by request. Its methods keep the three
 * in step; nothing else changes them. Engine's thread only.
 */
final class Builds {
  private final Map<WorkspaceId, Build> byId = new HashMap<>();
  private final Map<String, Build> byToken = new HashMap<>();

  /** Every request without its last answer, the fronts too. */
  private final Map<Long, Build> byWaiter = new HashMap<>();

  /** The builds of the last run whose builders have not come back; empty soon after the start. */
  private final Set<Build> inGrace = new LinkedHashSet<>();

  private final Wants wants = new Wants();
  private final Deadlines deadlines = new Deadlines();

  private long newestFence;

  @Nullable Build of(WorkspaceId id) {
    return byId.get(id);
  }

  Collection<Build> all() {
    return byId.values();
  }

  /** A copy: ending a grace changes the set. */
  List<Build> inGrace() {
    return inGrace.isEmpty() ? List.of() : List.copyOf(inGrace);
  }

  /** The build whose lease this token is, if the lease still counts. */
  @Nullable Build held(String token, long nowMs) {
    Build build = byToken.get(token);
    return build != null && build.isHeldAt(nowMs) ? build : null;
  }

  /** The build for which the lease table was asked; that it is one is the table's promise. */
  Build taking(WorkspaceId id) {
    Build build = byId.get(id);
    if (build == null || !(build.stage instanceof Build.Taking)) {
      throw new IllegalStateException("No lease was asked for " + id);
    }
    return build;
  }

  /** The build that the store was asked to commit; that it is one is the store's promise. */
  Build committing(Lease lease) {
    Build build = byToken.get(lease.token());
    if (build == null || !(build.stage instanceof Build.Committing)) {
      throw new IllegalStateException("No commit was asked for " + lease.id());
    }
    return build;
  }

  Build begin(WorkspaceId id, Waiter front, long nowMs) {
    Build build = new Build(id, new Build.Taking(nowMs));
    byId.put(id, build);
    seat(build, front);
    return build;
  }

  /** The build whose lease the request names as the one that it was made within, if it counts. */
  @Nullable Build around(Waiter waiter, long nowMs) {
    String token = waiter.within();
    return token == null ? null : held(token, nowMs);
  }

  /** The keys from one build to another along what each waits for; empty if there is no way. */
  List<String> way(Build from, Build to) {
    return wants.way(from, to).stream().map(build -> build.id.toString()).toList();
  }

  void enqueue(Build build, Waiter waiter) {
    register(build, waiter);
    build.enqueue(waiter);
  }

  void grant(Build build, Lease lease) {
    build.stage = new Build.Building(lease, Build.NO_GRACE);
    byToken.put(lease.token(), build);
    deadlines.add(lease);
  }

  Build restore(Lease lease, long graceUntilMs) {
    Build build = new Build(lease.id(), new Build.Building(lease, graceUntilMs));
    if (byId.putIfAbsent(lease.id(), build) != null) {
      throw new IllegalStateException("Two leases on " + lease.id());
    }
    byToken.put(lease.token(), build);
    inGrace.add(build);
    deadlines.add(lease);
    newestFence = Math.max(newestFence, lease.fence());
    return build;
  }

  void resume(Build build, Lease lease, Waiter front) {
    seat(build, front);
    build.stage = new Build.Building(lease, Build.NO_GRACE);
    inGrace.remove(build);
  }

  /** A commit begins: what it commits is whole, so no deadline ends it. */
  void close(Build build, Build.Building building) {
    build.stage = new Build.Committing(building.lease(), building.graceUntilMs());
    deadlines.remove(building.lease());
  }

  /** A commit was not done: the lease is as it was before. */
  void reopen(Build build) {
    if (build.stage instanceof Build.Committing committing) {
      build.stage = new Build.Building(committing.lease(), committing.graceUntilMs());
      deadlines.add(committing.lease());
    }
  }

  /** A build whose deadline has passed; null if there is none. */
  @Nullable Build overdue(long nowMs) {
    Lease lease = deadlines.passed(nowMs);
    return lease == null ? null : byToken.get(lease.token());
  }

  /** When the next deadline passes; {@link Lease#NEVER} without one. */
  long nextDeadlineMs() {
    return deadlines.nextMs();
  }

  /** Fences rise, or a builder of the past could overwrite one of the present. */
  void checkFence(Lease lease) {
    if (lease.fence() <= newestFence) {
      throw new IllegalStateException(
          "Fence " + lease.fence() + " of " + lease.id() + " comes after " + newestFence);
    }
    newestFence = lease.fence();
  }

  /** Takes a request out of its build, which is returned; null if the request is in none. */
  @Nullable Build leave(long waiterId) {
    Build build = byWaiter.remove(waiterId);
    if (build != null) {
      forget(build.remove(waiterId), build);
    }
    return build;
  }

  /** Ends a build that nobody waits for any more. */
  void drop(Build build) {
    byId.remove(build.id);
  }

  /** Ends a lease without a result. The first waiter is the front then, and is returned. */
  @Nullable Waiter handOver(Build build, long nowMs) {
    dropLease(build);
    Waiter next = build.next();
    if (next == null) {
      byId.remove(build.id);
    } else {
      build.stage = new Build.Taking(nowMs);
    }
    return next;
  }

  /** Ends a build for everyone: the front first, the waiters in their order. */
  List<Waiter> end(Build build) {
    dropLease(build);
    byId.remove(build.id);
    List<Waiter> everyone = build.everyone();
    for (Waiter waiter : everyone) {
      byWaiter.remove(waiter.id());
      forget(waiter, build);
    }
    return everyone;
  }

  private void dropLease(Build build) {
    Lease lease = build.lease();
    if (lease != null) {
      byToken.remove(lease.token());
      inGrace.remove(build);
      deadlines.remove(lease);
    }
  }

  private void seat(Build build, Waiter front) {
    register(build, front);
    build.front = front;
  }

  private void register(Build build, Waiter waiter) {
    if (byWaiter.putIfAbsent(waiter.id(), build) != null) {
      throw new IllegalStateException("Two requests of id " + waiter.id());
    }
    if (waiter.within() != null) {
      wants.add(waiter.within(), build);
    }
  }

  private void forget(@Nullable Waiter waiter, Build build) {
    if (waiter != null && waiter.within() != null) {
      wants.remove(waiter.within(), build);
    }
  }
}
