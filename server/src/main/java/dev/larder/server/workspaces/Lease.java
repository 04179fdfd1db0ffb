package dev.larder.server.workspaces;

import dev.larder.protocol.Builder;
import dev.larder.protocol.WorkspaceId;

/**
 * The right to build one key, as the lease table gave it.
 *
 * @param token the secret that names the lease in {@code commit}, {@code fail} and a resume
 * @param fence the fencing number; it rises with every lease of the daemon's whole life
 * @param id what is built
 * @param builder who builds
 * @param grantedAtMs since when, in milliseconds since 1970-01-01 UTC
 * @param expiresAtMs until when at the latest, likewise; {@link #NEVER} for no deadline
 */
public record Lease(
    String token, long fence, WorkspaceId id, Builder builder, long grantedAtMs, long expiresAtMs) {
  /** Of a lease without a deadline. */
  public static final long NEVER = Long.MAX_VALUE;

  /** A lease without a deadline. */
  public Lease(String token, long fence, WorkspaceId id, Builder builder, long grantedAtMs) {
    this(token, fence, id, builder, grantedAtMs, NEVER);
  }
}
