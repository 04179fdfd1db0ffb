/** The short form of the access, which is the whole of it. */
@NullMarked
package dev.larder.prove.access;

import org.jspecify.annotations.NullMarked;
