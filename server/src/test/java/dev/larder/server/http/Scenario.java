package dev.larder.server.http;

import dev.larder.protocol.ProblemKind;
import org.jspecify.annotations.Nullable;

/**
 * What brings about one status of one operation. It gets a daemon in which others have played
 * already, so it makes what it needs under {@linkplain World#fresh names of its own}.
 *
 * @param operation its name in the contract
 * @param kind the problem that must come; null where it is none
 */
record Scenario(String operation, int status, @Nullable ProblemKind kind, Place place, Act act) {
  /** Does what leads to the answer, and gives that back. */
  @FunctionalInterface
  interface Act {
    Reply in(World world) throws Exception;
  }

  /** The operation does what it is for, or says that nothing is new. */
  static Scenario of(String operation, int status, Act act) {
    return new Scenario(operation, status, null, Place.USUAL, act);
  }

  /** The operation is refused. */
  static Scenario refused(String operation, ProblemKind kind, Act act) {
    return new Scenario(operation, kind.status(), kind, Place.USUAL, act);
  }

  Scenario in(Place other) {
    return new Scenario(operation, status, kind, other, act);
  }

  /** Plays it, and holds the answer to be the one that it is for. */
  Reply play(World world) throws Exception {
    Reply reply = act.in(world).has(status);
    if (kind != null) {
      var unused = reply.problem(kind);
    }
    return reply;
  }

  /** {@code operation status}, as the contract's own statuses are written. */
  String covers() {
    return operation + " " + status;
  }

  @Override
  public String toString() {
    return covers() + (kind == null ? "" : " " + kind.slug());
  }
}
