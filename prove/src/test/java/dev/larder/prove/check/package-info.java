/** Tests of the checker: it must pass what is allowed, and bite what is not. */
@NullMarked
package dev.larder.prove.check;

import org.jspecify.annotations.NullMarked;
