/**
 * {@code larder demo}: the trouble without Larder and its end with it, seen on this machine by real
 * processes, on real data, in less than half a minute.
 *
 * <p>{@link dev.larder.client.demo.Demo} leads: it starts {@link dev.larder.client.demo.Crew crews}
 * of processes that each run {@link dev.larder.client.demo.Worker}, first without and then with
 * Larder, and counts what they left on disk. Both parts are run by the same kind of process with
 * the same starting signal, so that their times stand for the work alone, not for the start of a
 * virtual machine. Sixteen writers share the {@link dev.larder.client.demo.Sample 562 timings} of a
 * Sage test run; ten processes need one {@link dev.larder.client.demo.ExpensiveResult}.
 *
 * <p>Invariants: nothing is printed that was not counted from files; everything happens in one
 * temporary folder with a daemon of its own; when the run ends, by whatever exception or signal but
 * KILL, no process and no file of it stays behind. One thread walks here, beside the hook that
 * cleans up.
 */
@NullMarked
package dev.larder.client.demo;

import org.jspecify.annotations.NullMarked;
