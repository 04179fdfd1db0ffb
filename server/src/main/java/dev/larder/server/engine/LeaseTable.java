package dev.larder.server.engine;

import dev.larder.protocol.Builder;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.workspaces.Lease;
import java.util.Collection;
import java.util.List;

/**
 * Who holds which lease, with the fencing number that rises with every lease of the daemon's whole
 * life. Locally the {@link Ledger} remembers it; in a cluster a database does.
 *
 * <p>Engine thread only. A lease that was taken counts once the next {@link Ledger#commit} has
 * succeeded; until then nobody may be told of it.
 */
interface LeaseTable {
  /**
   * Takes a lease with the next fencing number.
   *
   * @param expiresAtMs when it is to be taken away; {@link Lease#NEVER} for no deadline
   */
  Lease take(WorkspaceId id, Builder builder, long nowMs, long expiresAtMs);

  /**
   * The lease ended; the table forgets it.
   *
   * @param told what is to be remembered together with that, of who ended it
   */
  void giveBack(Lease lease, List<Change.Remembered> told);

  /** A lease of the last {@link #take} calls whose commit failed. */
  void untake(Lease lease);

  /** The leases that were not given back. */
  Collection<Lease> held();

  /** The highest fencing number that was ever given. */
  long fence();
}
