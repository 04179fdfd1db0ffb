/** Tests of the mutations: that each could be tried. */
@NullMarked
package dev.larder.prove.mutation;

import org.jspecify.annotations.NullMarked;
