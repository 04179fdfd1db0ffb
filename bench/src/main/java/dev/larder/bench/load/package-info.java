/**
 * Clients that send as fast as they are answered, or at a fixed rate; one thread for all of them.
 */
@NullMarked
package dev.larder.bench.load;

import org.jspecify.annotations.NullMarked;
