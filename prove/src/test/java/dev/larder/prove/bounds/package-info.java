/** The short form of the part that sends too much. */
@NullMarked
package dev.larder.prove.bounds;

import org.jspecify.annotations.NullMarked;
