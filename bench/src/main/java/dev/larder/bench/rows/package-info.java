/** The rows of the table. */
@NullMarked
package dev.larder.bench.rows;

import org.jspecify.annotations.NullMarked;
