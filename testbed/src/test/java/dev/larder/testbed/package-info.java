/** Tests of what the parts share. */
@NullMarked
package dev.larder.testbed;

import org.jspecify.annotations.NullMarked;
