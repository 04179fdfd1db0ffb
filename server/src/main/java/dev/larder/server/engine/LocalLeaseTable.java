package dev.larder.server.engine;

import dev.larder.protocol.Builder;
import dev.larder.protocol.WorkspaceId;
import dev.larder.server.workspaces.Lease;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The lease table of one daemon: every lease taken and given back is a change in the ledger. */
final class LocalLeaseTable implements LeaseTable { // engine thread only
  private static final int TOKEN_BYTES = 16;

  private final Ledger ledger;
  private final SecureRandom random = new SecureRandom();

  /** Open leases by fence: the order in which they were taken. */
  private final Map<Long, Lease> held = new TreeMap<>();

  private long fence;

  LocalLeaseTable(Ledger ledger, long fence, Collection<Lease> held) {
    this.ledger = ledger;
    this.fence = fence;
    held.forEach(lease -> this.held.put(lease.fence(), lease));
  }

  @Override
  public Lease take(WorkspaceId id, Builder builder, long nowMs, long expiresAtMs) {
    // A number is never given twice, even if the commit fails: a gap harms nobody.
    Lease lease = new Lease(newToken(), ++fence, id, builder, nowMs, expiresAtMs);
    held.put(lease.fence(), lease);
    ledger.append(new Change.LeaseTaken(lease));
    return lease;
  }

  @Override
  public void giveBack(Lease lease, List<Change.Remembered> told) {
    if (held.remove(lease.fence()) != null) {
      ledger.append(Change.Together.of(new Change.LeaseEnded(lease.fence()), told));
    }
  }

  @Override
  public void untake(Lease lease) {
    held.remove(lease.fence());
  }

  @Override
  public Collection<Lease> held() {
    return List.copyOf(held.values());
  }

  @Override
  public long fence() {
    return fence;
  }

  /** 128 random bits: nobody guesses another's lease. */
  private String newToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
