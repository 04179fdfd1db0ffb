/**
 * The short form: each part with small bounds, and tests of the checkers themselves. They run by
 * {@code mvn verify}, one after the other, since each loads the whole machine.
 */
@NullMarked
package dev.larder.prove;

import org.jspecify.annotations.NullMarked;
