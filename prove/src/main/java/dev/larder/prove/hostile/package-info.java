/**
 * Hostile HTTP: everything that a client may send which is not a request, sent to the installed
 * daemon over both of its sockets.
 *
 * <p>{@code Attacks} and {@code ChunkAttacks} are one table of broken messages, the shapes of
 * request smuggling in RFC 9112 among them. Behind or inside each one another request is hidden, a
 * merge into a document of the attack's own, the <em>witness</em>: it must stay absent. {@code
 * Mutations} goes on with valid requests that were broken by chance. {@code Sieges} are those who
 * hold the daemon up instead: slow, silent, many, or gone.
 *
 * <p>What must hold: a 4xx or a closed connection for each, within the times of the contract; never
 * a 5xx, a hang, or an error in the log; memory and open files come back; and {@code Steady}, a
 * client that behaves, is answered rightly all the while. Its rate is told and not judged, since
 * other work of the machine changes it as well. Of what the contract has of 5xx only a 503 is
 * taken, and only for a packed body that unpacks to more than there is room for.
 */
@NullMarked
package dev.larder.prove.hostile;

import org.jspecify.annotations.NullMarked;
