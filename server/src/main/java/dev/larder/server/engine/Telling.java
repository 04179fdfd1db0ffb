package dev.larder.server.engine;

import dev.larder.protocol.BuildEvent;
import dev.larder.protocol.CommitAnswer;
import dev.larder.protocol.Paths;
import dev.larder.protocol.ReleaseAnswer;
import dev.larder.server.workspaces.Lease;
import dev.larder.server.workspaces.Result;
import org.jspecify.annotations.Nullable;

/** What the desk tells of leases and results, in the contract's messages. Pure. */
final class Telling {
  private Telling() {}

  static BuildEvent.Ready ready(Result result, boolean cached, boolean stale) {
    return new BuildEvent.Ready(
        result.path().toString(),
        Paths.content(result.id()),
        result.digest(),
        result.bytes(),
        cached,
        stale);
  }

  static BuildEvent.Granted granted(Lease lease, String staging, String finalPath, long nowMs) {
    return new BuildEvent.Granted(
        lease.token(), lease.fence(), staging, finalPath, leftMs(lease, nowMs));
  }

  private static @Nullable Long leftMs(Lease lease, long nowMs) {
    return lease.expiresAtMs() == Lease.NEVER ? null : Math.max(0, lease.expiresAtMs() - nowMs);
  }

  /** The answer to the commit of a lease; the result is another's if that was there before. */
  static CommitAnswer committed(Result result, long fence) {
    return new CommitAnswer(
        result.path().toString(),
        Paths.content(result.id()),
        result.digest(),
        result.bytes(),
        result.fence(),
        result.fence() != fence);
  }

  static ReleaseAnswer released(Lease lease, long nowMs) {
    return new ReleaseAnswer(lease.fence(), lease.builder(), nowMs - lease.grantedAtMs());
  }
}
