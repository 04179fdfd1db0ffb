/** Rows that need nothing that may be missing. */
@NullMarked
package dev.larder.bench.rows;

import org.jspecify.annotations.NullMarked;
