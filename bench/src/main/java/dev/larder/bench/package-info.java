/**
 * Measures Larder beside what else people could use, on one machine, in one run.
 *
 * <p>A {@link dev.larder.bench.Row} is one line of the table. It starts its subjects, lets them
 * work in turns (A B A B …, so that what the machine does meanwhile meets all of them alike), and
 * returns {@link dev.larder.bench.Figure}s: the samples of each turn, latencies, CPU time and bytes
 * written. Ratios are of two figures of the same turns, and their median is held against the goal.
 *
 * <p>The rooms: {@code measure} has histograms, counters of the system and the turns; {@code load}
 * generates requests, the same way for every protocol; {@code peers} starts the subjects; {@code
 * rows} has the rows. Nothing of this module is shipped, and nothing depends on it.
 */
@NullMarked
package dev.larder.bench;

import org.jspecify.annotations.NullMarked;
