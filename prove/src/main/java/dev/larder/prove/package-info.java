/**
 * Breaks the installed daemon in every way we know, and checks what it had promised.
 *
 * <p>A {@link dev.larder.prove.Part} is one family of faults. It draws all its choices from the
 * run's seed, tries until the run's time is over or its own list is done, and returns what it
 * counted. What contradicts a promise is a {@link dev.larder.prove.Finding}, which carries what a
 * reader needs to see it again. The rooms below hold a part each; daemons as processes, sockets and
 * folders are in the module {@code testbed}.
 *
 * <p>The tests of this module are the short form: the same parts with small bounds. {@code
 * prove/run} is the long form. Nothing of this module is shipped.
 */
@NullMarked
package dev.larder.prove;

import org.jspecify.annotations.NullMarked;
