package dev.larder.server.workspaces;

import dev.larder.protocol.WorkspaceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * When builds begin: at once, or from the queue. The half of {@link LeaseMachine} that knows {@link
 * Places}. Engine's thread only.
 */
final class Starts {
  private final Builds builds;
  private final Places places;

  Starts(Builds builds, int mostBuilds) {
    this.builds = builds;
    this.places = new Places(mostBuilds);
  }

  /** Has the front take a lease, now or when there is a place. */
  List<LeaseEffect> begin(Build build, long nowMs) {
    boolean isNested =
        build.everyone().stream().anyMatch(waiter -> builds.around(waiter, nowMs) != null);
    if (isNested || build.hasPlace || places.claim(build)) {
      return take(build, nowMs);
    }
    Build.Queued queued = new Build.Queued(nowMs);
    build.stage = queued;
    places.enqueue(build);
    return told(build, queued, places.placeOf(build));
  }

  /**
   * A builder needs a build that is queued: the builder's place may be what the queue waits for.
   */
  List<LeaseEffect> beginNested(Build build, Build.Queued queued) {
    places.dequeue(build);
    return take(build, queued.sinceMs());
  }

  /** One more request waits for a build that is queued. */
  List<LeaseEffect> join(Build build, Build.Queued queued, Waiter waiter) {
    return List.of(new LeaseEffect.Queue(waiter, places.placeOf(build), queued.sinceMs()));
  }

  /** The first request of a queued build has left; the next one stands in its place. */
  void leave(Build build) {
    if (build.next() == null) {
      places.dequeue(build);
      builds.drop(build);
    }
  }

  /** A build of the daemon's last run: its builder was let begin, whatever the bounds say now. */
  void restore(Build build) {
    places.occupy(build);
  }

  /** A build is over for everyone: whoever waits for its place begins. */
  List<LeaseEffect> end(Build build, long nowMs) {
    places.free(build);
    return admit(nowMs);
  }

  /** See {@link LeaseMachine#bound}. */
  List<LeaseEffect> bound(WorkspaceName name, int most, long nowMs) {
    places.bound(name, most);
    return admit(nowMs);
  }

  private List<LeaseEffect> admit(long nowMs) {
    List<LeaseEffect> effects = new ArrayList<>();
    places.admit().forEach(build -> effects.addAll(take(build, nowMs)));
    return effects;
  }

  private static List<LeaseEffect> take(Build build, long nowMs) {
    build.stage = new Build.Taking(nowMs);
    return List.of(new LeaseEffect.Take(build.id, Objects.requireNonNull(build.front)));
  }

  /** Tells the queue where it stands, if that has changed since this was asked last. */
  List<LeaseEffect> moved() {
    List<LeaseEffect> effects = new ArrayList<>();
    int place = 0;
    for (Build build : places.moved()) {
      place++;
      if (build.stage instanceof Build.Queued queued) {
        effects.addAll(told(build, queued, place));
      }
    }
    return effects;
  }

  private static List<LeaseEffect> told(Build build, Build.Queued queued, int place) {
    return build.everyone().stream()
        .<LeaseEffect>map(waiter -> new LeaseEffect.Queue(waiter, place, queued.sinceMs()))
        .toList();
  }
}
