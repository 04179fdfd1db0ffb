package dev.larder.protocol;

import java.time.Instant;
import java.util.List;

/**
 * {@code state/daemon.json}: how to find the daemon of a root when its socket is not at the usual
 * place. Written when the daemon answers, removed at a clean stop; after a crash it may be stale.
 */
public record DaemonFile(
    long pid, List<String> endpoints, String version, int protocol, Instant started) {
  /**
   * The exit code of a daemon that finds its root owned by another one: EX_TEMPFAIL of sysexits(3),
   * since that other one answers soon, or is leaving.
   */
  public static final int EXIT_ROOT_OWNED = 75;
}
