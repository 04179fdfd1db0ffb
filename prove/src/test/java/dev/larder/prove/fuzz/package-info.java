/** The short form of fuzzing, and tests of the models and of the targets themselves. */
@NullMarked
package dev.larder.prove.fuzz;

import org.jspecify.annotations.NullMarked;
