/** Latencies, what the system knows of processes, and the turns. */
@NullMarked
package dev.larder.bench.measure;

import org.jspecify.annotations.NullMarked;
