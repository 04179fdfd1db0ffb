/**
 * More than the daemon can hold: many clients, connections, waiters and watchers, large bodies and
 * documents, few open files, and readers who keep what was replaced, in 256 MB of heap.
 *
 * <p>What must hold after each {@code Load}: everything was held, or refused with 413, 429 or 503;
 * the daemon lives, or has ended whole and the next one recovers under the same heap; every
 * answered write is there. The loads are written with {@code Crowd}, one thread for any number of
 * connections, so that the clients do not take the machine from the daemon.
 */
@NullMarked
package dev.larder.prove.bounds;

import org.jspecify.annotations.NullMarked;
