/**
 * HTTP/1.1 over a Unix-domain socket, TCP or TLS, and nothing that knows Larder.
 *
 * <p>The way of a request: {@link dev.larder.client.http.ConnectionPool} finds or makes a {@code
 * Connection}; that writes the request, reads the head of the answer and hands out a {@link
 * dev.larder.client.http.Response}, whose body is still on its way; closing it gives the connection
 * back. Below them {@link dev.larder.client.http.TimedSocket} does the waiting, on a {@code Wire}:
 * the channel as it is, or through the JDK's TLS engine. The message syntax is Apache HttpCore's;
 * its sockets and threads are not used, because the JDK's own channel is the one that knows
 * Unix-domain sockets (JEP 380).
 *
 * <p>What holds here:
 *
 * <ul>
 *   <li>No wait is without an end: each has a {@link dev.larder.client.http.Deadline}, ends when
 *       the thread is interrupted, and ends when another thread closes the connection. (A {@link
 *       dev.larder.client.http.Patience#ENDLESS} read has the last two.)
 *   <li>Nothing is sent twice from here. How far a request came is told by the exception: {@code
 *       NotSentException}, {@code NoAnswerException}, or another one after the answer began.
 *   <li>A connection is used again only when its request was sent whole, its answer was framed by a
 *       length or by chunks and read to the end, neither end spoke of closing, and it is quiet.
 *   <li>An answer that comes before the request was sent whole (a body too large, say) is read and
 *       returned; the connection is then closed.
 * </ul>
 *
 * <p>Threads: there are none of its own. The caller's thread walks through all of it; only {@code
 * close} may come from another one.
 */
@NullMarked
package dev.larder.client.http;

import org.jspecify.annotations.NullMarked;
