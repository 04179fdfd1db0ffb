/**
 * Each defence alone, in the smallest scene that goes wrong without it.
 *
 * <p>The other parts look for what nobody thought of, by chance and in thousands of rounds. This
 * one goes through what is known: a {@link dev.larder.prove.defences.Scene} sets up the one
 * situation in which a certain step of the daemon matters, as a second daemon on a root whose
 * socket was deleted, and says {@link dev.larder.prove.defences.Broken} if the step was missing. It
 * takes seconds and no luck, so it also says of the patches in {@code prove/mutations} whether they
 * would be caught.
 *
 * <p>A scene waits with a bound for whatever it waits for: a daemon that hangs has broken its
 * promise too.
 */
@NullMarked
package dev.larder.prove.defences;

import org.jspecify.annotations.NullMarked;
