/** What the tests of several rooms need of their machine. */
@NullMarked
package dev.larder.server.testing;

import org.jspecify.annotations.NullMarked;
