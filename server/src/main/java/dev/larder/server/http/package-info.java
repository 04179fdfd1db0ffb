/**
 * Sockets, the HTTP/1.1 codec, the router, and one small handler a resource. The only room that
 * knows Netty; nothing imports it but the daemon.
 *
 * <p>A request walks: {@code ConnectionSetup}'s codec (Netty) → {@code Connection}, which reads the
 * body within its bounds and keeps the answers in the order of the requests (pipelining, RFC 9112,
 * section 9.3.2) → {@code Gate}, which knows from the socket's {@code Door} who asks, and holds it
 * to what that {@code Peer} may do → {@code Router} → a handler → the engine → the handler's
 * answer, through its {@code Exchange}, back to the connection.
 *
 * <p>Watching: {@code WatchHandler} and {@code WaitingRead} join the {@code Hub} of their {@code
 * Topic}, one a topic and event loop, which the engine tells of each event once. The hub turns it
 * into bytes once for all its readers, and no more often than a small part of the event loop's time
 * allows; an {@code EventStream} holds next to nothing back for a reader that is slow.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Who asks is known before a path is looked at, and before the first byte of a body is kept.
 *   <li>A request is routed, and its method, parameters, type and length are checked, before the
 *       first byte of its body is kept; a body past its limit is refused while it is being read.
 *   <li>Every request gets exactly one answer, or its connection is closed.
 *   <li>An answer that speaks of a write comes after the write is durable.
 *   <li>What a client can make grow is bounded: header bytes, body bytes, all bodies in flight,
 *       requests of one connection, connections. A client that does not read is not written to.
 * </ul>
 *
 * <p>Threads: everything of a connection happens on its event loop; TCP has one of its own. Bodies
 * past {@code Exchange.INLINE_BYTES} are parsed by workers, and those that are gzip are unpacked by
 * them, while the connection pauses. Engine futures complete on other threads; {@code Exchange}
 * brings their answers back to the event loop.
 */
@NullMarked
package dev.larder.server.http;

import org.jspecify.annotations.NullMarked;
