/** The short form of the part that sends what is no request, and tests of its own pieces. */
@NullMarked
package dev.larder.prove.hostile;

import org.jspecify.annotations.NullMarked;
