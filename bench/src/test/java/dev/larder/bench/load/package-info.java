/** What is sent, and where answers end. */
@NullMarked
package dev.larder.bench.load;

import org.jspecify.annotations.NullMarked;
