package dev.larder.server.http;

import dev.larder.protocol.Paths;
import dev.larder.protocol.Problem;
import dev.larder.protocol.RefusedException;
import dev.larder.server.access.Peer;
import dev.larder.server.access.SeldomLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds each request to what may be done by who sends it, and keeps the log of it: each change that
 * somebody made by TCP, and once a minute each kind of refusal with whom it befell. Neither has a
 * token or a payload in it. Any thread.
 */
final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger("access");

  private final SeldomLog refusals = new SeldomLog(LOG);

  /**
   * A connection was refused as such.
   *
   * @param whom a user or an address
   */
  void barred(Problem problem, String whom) {
    refusals.info(
        problem.kind() + " " + whom,
        "Refused " + whom + " (" + problem.kind().slug() + "): " + problem.detail());
  }

  /** TLS did not come about. */
  void handshakeFailed(String address, String reason) {
    refusals.info(reason + address, "Refused " + address + " (TLS handshake): " + reason);
  }

  /**
   * Who sends this request.
   *
   * @throws RefusedException if nobody may send it so
   */
  Peer enter(Door.Visit visit, RequestHead head) {
    try {
      return visit.peer(head);
    } catch (RefusedException e) {
      throw told(e, visit.from(), head);
    }
  }

  /**
   * Holds a request to what the peer may do.
   *
   * @throws RefusedException if the peer may not
   */
  void check(Peer peer, Route route, RequestHead head) {
    try {
      peer.checkMethod(head.method().name());
      if (peer.prefix() != null && route.nameSegment() >= 0) {
        peer.checkName(head.path().get(route.nameSegment()));
      }
      if (route.template().equals(Paths.STOP)) {
        peer.checkWhole("the daemon as a whole");
      }
    } catch (RefusedException e) {
      throw told(e, peer.name(), head);
    }
  }

  private RefusedException told(RefusedException e, String who, RequestHead head) {
    Problem problem = e.problem();
    refusals.info(
        problem.kind() + " " + who,
        "Refused "
            + who
            + " ("
            + problem.kind().slug()
            + "): "
            + problem.detail()
            + " The request was "
            + head.method()
            + " "
            + head.shownPath());
    return e;
  }

  /**
   * A request has changed something.
   *
   * @param about what a path does not tell: of a lease, what it is for
   */
  void accepted(Peer peer, RequestHead head, String about) {
    if (peer.kind() != Peer.Kind.UNIX) {
      LOG.info("{}: {} {}{}", peer.name(), head.method(), head.shownPath(), about);
    } else {
      LOG.debug("{}: {} {}{}", peer.name(), head.method(), head.shownPath(), about);
    }
  }
}
