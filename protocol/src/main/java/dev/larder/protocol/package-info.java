/**
 * The contract on the socket: what a client may ask, in which words, and what it is answered.
 *
 * <p>Everything that crosses the socket is named here once: {@link dev.larder.protocol.Paths
 * paths}, {@link dev.larder.protocol.MediaTypes media types}, message records, the {@linkplain
 * dev.larder.protocol.Problem catalogue of problems}, {@linkplain dev.larder.protocol.Limits
 * limits} and checked names. {@code openapi.yaml} beside these classes says the same for other
 * languages; a test holds the two together. {@link dev.larder.protocol.OpenApi} hands it out.
 *
 * <p>Invariants: no I/O but the reading of that file, and no threads here; every type is immutable
 * and may be used by any thread; members of messages are written in {@code snake_case}; a reader of
 * answers ignores members that it does not know, a reader of requests refuses them.
 */
@NullMarked
package dev.larder.protocol;

import org.jspecify.annotations.NullMarked;
