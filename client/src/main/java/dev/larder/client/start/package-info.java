/**
 * Finding the daemon of a root, and starting it where none runs.
 *
 * <p>{@link dev.larder.client.start.DaemonFinder} connects to where the daemon listens: {@code
 * ROOT/larder.sock}, or, where that path is too long for a socket, what {@code
 * ROOT/state/daemon.json} names. Nobody there: {@code DaemonStarter} has one client start one.
 *
 * <p>What holds here:
 *
 * <ul>
 *   <li>A client never removes a socket and never locks {@code ROOT/state/lock}. It cannot know
 *       whether their owner lives; the daemon's own lock decides.
 *   <li>A folder or socket of another user is not trusted, unless its endpoint was named by hand.
 *   <li>The lock on {@code ROOT/state/starting.lock} only saves needless starts. Nothing is wrong
 *       when two clients hold it to be theirs, and nobody waits for it for ever.
 *   <li>The started daemon has nothing of its starter's: see {@code DaemonProcess}.
 * </ul>
 *
 * <p>Files, both of the client's making: {@code ROOT/state/starting.lock}, always empty; and {@code
 * ROOT/state/start.log}, what the newest daemon wrote on its standard streams, emptied at each
 * start and shown if that fails.
 *
 * <p>Threads: the caller's. Any number may come at once.
 */
@NullMarked
package dev.larder.client.start;

import org.jspecify.annotations.NullMarked;
