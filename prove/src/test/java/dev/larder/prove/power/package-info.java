/** The short form of the power cuts, and tests of the model that makes the disks. */
@NullMarked
package dev.larder.prove.power;

import org.jspecify.annotations.NullMarked;
