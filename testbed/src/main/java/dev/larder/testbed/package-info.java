/**
 * What proofs and benchmarks share: the installed daemon as a process on a root of its own, sockets
 * to it that repair nothing, and what the system knows of processes.
 *
 * <p>Nothing here retries or hides anything: a proof has to know of each request whether it was
 * answered. Waiting is for conditions, with a bound ({@link dev.larder.testbed.Patience}) far above
 * what a busy machine takes.
 */
@NullMarked
package dev.larder.testbed;

import org.jspecify.annotations.NullMarked;
