package dev.larder.server.workspaces;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which builds wait for which others: those that were asked for from within them. Engine's thread
 * only.
 *
 * <p>A builder needs all that it asks for, so a ring of such waits is one that nothing but an end
 * of one of them resolves. A ring can only come to be by a request, never by a grant: so it is
 * looked for when a request would begin to wait.
 */
final class Wants {
  /** By the token of a lease: the builds with requests from within it, and how many of them. */
  private final Map<String, Map<Build, Integer>> byToken = new HashMap<>();

  /** A request that was made within a lease came to a build. */
  void add(String token, Build wanted) {
    byToken.computeIfAbsent(token, key -> new LinkedHashMap<>()).merge(wanted, 1, Integer::sum);
  }

  /** That request is there no more. */
  void remove(String token, Build wanted) {
    byToken.computeIfPresent(
        token,
        (key, builds) -> {
          builds.computeIfPresent(wanted, (build, count) -> count == 1 ? null : count - 1);
          return builds.isEmpty() ? null : builds;
        });
  }

  private Set<Build> of(Build build) {
    Lease lease = build.lease();
    Map<Build, Integer> builds = lease == null ? null : byToken.get(lease.token());
    return builds == null ? Set.of() : builds.keySet();
  }

  /**
   * The way from one build to another along what each waits for, both ends included; empty if there
   * is none. Takes as long as there are builds and requests between them.
   */
  List<Build> way(Build from, Build to) {
    Map<Build, Build> cameFrom = new HashMap<>();
    Deque<Build> ahead = new ArrayDeque<>(List.of(from));
    cameFrom.put(from, from);
    while (!ahead.isEmpty()) {
      Build build = ahead.remove();
      if (build == to) {
        return back(cameFrom, from, to);
      }
      for (Build next : of(build)) {
        if (cameFrom.putIfAbsent(next, build) == null) {
          ahead.add(next);
        }
      }
    }
    return List.of();
  }

  private static List<Build> back(Map<Build, Build> cameFrom, Build from, Build to) {
    List<Build> way = new ArrayList<>(List.of(to));
    for (Build build = to; build != from; ) {
      Build before = cameFrom.get(build);
      if (before == null) {
        throw new AssertionError("A way without a beginning");
      }
      way.add(0, before);
      build = before;
    }
    return way;
  }
}
