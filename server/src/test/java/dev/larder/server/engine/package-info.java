/** Tests of the engine's parts that need no daemon. */
@NullMarked
package dev.larder.server.engine;

import org.jspecify.annotations.NullMarked;
