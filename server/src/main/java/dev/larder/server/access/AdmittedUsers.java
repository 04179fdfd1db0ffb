package dev.larder.server.access;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import java.util.Arrays;
import java.util.Set;

/**
 * Which users the Unix-domain socket lets in: the daemon's own, root (who could read and write
 * everything anyway), and those that were named. Immutable; any thread.
 *
 * @param own the daemon's uid
 */
public record AdmittedUsers(long own, Set<Long> uids, Set<Long> gids) {
  private static final long ROOT = 0;

  /** Keeps copies. */
  public AdmittedUsers {
    uids = Set.copyOf(uids);
    gids = Set.copyOf(gids);
  }

  /**
   * Lets a user in.
   *
   * @throws RefusedException with {@link Problem.ForeignUser}
   */
  public Peer admit(UnixUser user) {
    boolean owner = user.uid() == own || user.uid() == ROOT;
    if (owner || uids.contains(user.uid()) || isMember(user)) {
      return Peer.ofUser(user, owner);
    }
    throw new RefusedException(new Problem.ForeignUser(user.name()));
  }

  private boolean isMember(UnixUser user) {
    return !gids.isEmpty()
        && (gids.contains(user.gid())
            || Arrays.stream(user.groups().get()).anyMatch(gids::contains));
  }
}
