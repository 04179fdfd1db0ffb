/**
 * What operators look at: who this daemon is, its log.
 *
 * <p>Imports no other room. Everything here is immutable, or belongs to the thread that starts the
 * daemon.
 */
@NullMarked
package dev.larder.server.ops;

import org.jspecify.annotations.NullMarked;
