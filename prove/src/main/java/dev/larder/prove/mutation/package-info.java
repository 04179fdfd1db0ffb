/**
 * Do the checks bite? Takes the daemon's defences away, one at a time, and expects a part of this
 * module to find out.
 *
 * <p>{@code prove/mutations} holds a patch for each: two header lines, {@code Defence:} with what
 * is switched off and {@code Check:} with the part that must see it, and a unified diff against the
 * sources. {@code prove/mutate} copies the installed folder, compiles the patched sources alone
 * against its jars, puts the classes into the copied jar, and runs the part on that copy with its
 * shortest bound. Before that the part must hold on the daemon as it is: a check that always fails
 * catches nothing.
 *
 * <p>A test of the short form holds that every patch fits the sources of the day. When it does not,
 * the code that it changed was changed: make the patch anew, so that it still takes the same
 * defence away.
 */
@NullMarked
package dev.larder.prove.mutation;

import org.jspecify.annotations.NullMarked;
