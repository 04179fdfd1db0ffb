package dev.larder.server.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The followers of each thing that is watched. */
final class Followers<K, E> { // engine thread only
  private final Map<K, List<Follower<E>>> bySubject = new HashMap<>();

  /** Those that were told something and not yet rung. */
  private final Set<Follower<E>> told = new LinkedHashSet<>();

  void add(K subject, Follower<E> follower) {
    bySubject.computeIfAbsent(subject, none -> new ArrayList<>(2)).add(follower);
  }

  void remove(K subject, Follower<E> follower) {
    bySubject.computeIfPresent(
        subject,
        (none, followers) -> {
          followers.remove(follower);
          return followers.isEmpty() ? null : followers;
        });
    told.remove(follower);
  }

  void tell(K subject, E event) {
    for (Follower<E> follower : bySubject.getOrDefault(subject, List.of())) {
      follower.add(event);
      told.add(follower);
    }
  }

  /** Rings each of those that were told something: once a batch. */
  void ring() {
    if (!told.isEmpty()) {
      told.forEach(Follower::ring);
      told.clear();
    }
  }
}
