/** The short form of the process faults. */
@NullMarked
package dev.larder.prove.process;

import org.jspecify.annotations.NullMarked;
