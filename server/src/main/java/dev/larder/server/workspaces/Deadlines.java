package dev.larder.server.workspaces;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The leases that are taken away at their time, the next one first. Engine's thread only. */
final class Deadlines {
  private final TreeSet<Lease> leases =
      new TreeSet<>(Comparator.comparingLong(Lease::expiresAtMs).thenComparing(Lease::fence));

  /** Watches a lease; one without a deadline needs no watching. */
  void add(Lease lease) {
    if (lease.expiresAtMs() != Lease.NEVER) {
      leases.add(lease);
    }
  }

  void remove(Lease lease) {
    leases.remove(lease);
  }

  /** The first whose time is over; null if there is none. */
  @Nullable Lease passed(long nowMs) {
    return nextMs() <= nowMs ? leases.first() : null;
  }

  /** When the next one is over; {@link Lease#NEVER} without one. */
  long nextMs() {
    return leases.isEmpty() ? Lease.NEVER : leases.first().expiresAtMs();
  }
}
