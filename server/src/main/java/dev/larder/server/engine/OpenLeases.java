package dev.larder.server.engine;

import dev.larder.server.workspaces.Lease;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The leases that are open after what was replayed so far, and the highest fence. */
final class OpenLeases { // the thread that recovers
  private final Map<Long, Lease> byFence = new TreeMap<>();
  private long fence;

  void taken(Lease lease) {
    byFence.put(lease.fence(), lease);
    fenceAtLeast(lease.fence());
  }

  void ended(long endedFence) {
    byFence.remove(endedFence);
  }

  void fenceAtLeast(long least) {
    fence = Math.max(fence, least);
  }

  long fence() {
    return fence;
  }

  Collection<Lease> all() {
    return byFence.values();
  }
}
