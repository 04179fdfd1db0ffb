package dev.larder.server.workspaces;

import dev.larder.protocol.WorkspaceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many builds may run at once, in all and of each name, and the queue of those that may not
 * yet. First come first served over all keys; a name that is at its own bound holds up no other.
 *
 * <p>A build that another build waits for takes no place: its place is the waiting one's, or with a
 * bound of one the two would wait for each other for ever. Engine's thread only.
 */
final class Places {
  private final int most;
  private final Map<WorkspaceName, Integer> mostOfName = new HashMap<>();
  private int taken;
  private final Map<WorkspaceName, Integer> takenOfName = new HashMap<>();
  private final Set<Build> queue = new LinkedHashSet<>();

  /** Whether somebody's place in the queue is another than the one that was told last. */
  private boolean moved;

  /**
   * @param most builds at once, in all
   */
  Places(int most) {
    this.most = most;
  }

  /** Sets the bound of one name; builds that run already go on. */
  void bound(WorkspaceName name, int mostOfThis) {
    if (mostOfThis == LeaseBounds.UNBOUNDED) {
      mostOfName.remove(name);
    } else {
      mostOfName.put(name, mostOfThis);
    }
  }

  /**
   * Takes a place if there is one. Nobody in the queue could have had it: those were {@linkplain
   * #admit admitted} when it became free.
   */
  boolean claim(Build build) {
    if (!fits(build)) {
      return false;
    }
    occupy(build);
    return true;
  }

  private boolean fits(Build build) {
    WorkspaceName name = build.id.name();
    return taken < most
        && takenOfName.getOrDefault(name, 0) < mostOfName.getOrDefault(name, LeaseBounds.UNBOUNDED);
  }

  /** Takes a place whether there is one or not: of a build that runs already. */
  void occupy(Build build) {
    build.hasPlace = true;
    taken++;
    takenOfName.merge(build.id.name(), 1, Integer::sum);
  }

  /** Gives the build's place back, if it has one. */
  void free(Build build) {
    if (build.hasPlace) {
      build.hasPlace = false;
      taken--;
      takenOfName.computeIfPresent(build.id.name(), (name, count) -> count == 1 ? null : count - 1);
    }
  }

  void enqueue(Build build) {
    queue.add(build);
  }

  /** Takes a build out of the queue, if it is in it. */
  void dequeue(Build build) {
    moved |= queue.remove(build);
  }

  /** Those that can begin now, in their order; they have their places. */
  List<Build> admit() {
    List<Build> admitted = new ArrayList<>();
    for (Iterator<Build> waiting = queue.iterator(); waiting.hasNext() && taken < most; ) {
      Build build = waiting.next();
      if (fits(build)) {
        waiting.remove();
        occupy(build);
        admitted.add(build);
      }
    }
    moved |= !admitted.isEmpty();
    return admitted;
  }

  /** A build's place in the queue, from 1. */
  int placeOf(Build build) {
    int place = 1;
    for (Build other : queue) {
      if (other == build) {
        break;
      }
      place++;
    }
    return place;
  }

  /** The queue, if anybody's place in it has changed since this was asked last; else empty. */
  List<Build> moved() {
    List<Build> all = moved ? List.copyOf(queue) : List.of();
    moved = false;
    return all;
  }
}
