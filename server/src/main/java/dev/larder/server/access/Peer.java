package dev.larder.server.access;

import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.protocol.TokenGrant;
import dev.larder.protocol.TokenGrant.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking. Immutable; any thread.
 *
 * @param name for the log: the token's name, a user, or an address
 * @param who the same for the history of what was written, where the process is of interest too
 * @param prefix what the names of documents and workspaces must begin with; null for any
 * @param owner whether it is the daemon's own user, or root, who may do anyway whatever the daemon
 *     can be made to do
 */
public record Peer(
    Kind kind, String name, String who, Scope scope, @Nullable String prefix, boolean owner) {
  /** The way it came. */
  public enum Kind {
    UNIX,
    /** With a token. */
    TCP,
    /** TCP from this machine, where no token is needed. */
    LOOPBACK
  }

  /** A process of this machine, let in by its user. */
  public static Peer ofUser(UnixUser user, boolean owner) {
    String who = user.pid() > 0 ? "pid " + user.pid() + " " + user.name() : user.name();
    return new Peer(Kind.UNIX, user.name(), who, Scope.RW, null, owner);
  }

  /** The bearer of a token. */
  static Peer of(TokenGrant grant) {
    return new Peer(
        Kind.TCP, grant.name(), "token " + grant.name(), grant.scope(), grant.prefix(), false);
  }

  /** Somebody on a loopback address that needs no token. */
  public static Peer ofAddress(String address) {
    return new Peer(Kind.LOOPBACK, address, "address " + address, Scope.RW, null, false);
  }

  /**
   * Whether it sees the files that the daemon sees, so that a path is of use to it. Who comes by
   * TCP is told no path, and takes contents instead.
   */
  public boolean sharesFiles() {
    return kind == Kind.UNIX;
  }

  /**
   * Whose Idempotency-Keys are its own: the user's, or the token's. Without tokens nobody is told
   * from another, and an address may be another one at the next request.
   */
  public String keySpace() {
    return kind == Kind.LOOPBACK ? kind.name() : kind + " " + name;
  }

  /**
   * Holds a request to the scope.
   *
   * @throws RefusedException with {@link Problem.ReadOnly}
   */
  public void checkMethod(String method) {
    if (scope == Scope.RO && !method.equals("GET") && !method.equals("HEAD")) {
      throw new RefusedException(new Problem.ReadOnly(name, method));
    }
  }

  /** Whether a document or workspace of that name is its business. */
  public boolean mayTouch(String what) {
    return prefix == null || what.startsWith(prefix);
  }

  /**
   * Holds a request for a document or a workspace to the prefix.
   *
   * @throws RefusedException with {@link Problem.OutsidePrefix}
   */
  public void checkName(String what) {
    if (prefix != null && !what.startsWith(prefix)) {
      throw new RefusedException(new Problem.OutsidePrefix(name, prefix, "'" + what + "'"));
    }
  }

  /**
   * Holds a request that concerns everything to having no prefix.
   *
   * @param what for people
   * @throws RefusedException with {@link Problem.OutsidePrefix}
   */
  public void checkWhole(String what) {
    if (prefix != null) {
      throw new RefusedException(new Problem.OutsidePrefix(name, prefix, what));
    }
  }
}
