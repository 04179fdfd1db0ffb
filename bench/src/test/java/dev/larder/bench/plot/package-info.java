/** Pictures. */
@NullMarked
package dev.larder.bench.plot;

import org.jspecify.annotations.NullMarked;
