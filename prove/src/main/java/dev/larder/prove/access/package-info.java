/**
 * Who may do what with the installed daemon, and what no name, token, file or stranger gets it to
 * do.
 *
 * <p>{@link dev.larder.prove.access.Access} is a list: planted files before the start, then names,
 * tokens, staged contents and strangers at a running daemon. A {@code Scene} holds the root, and
 * beside it a victim's folder that must be the same afterwards, byte by byte, mode by mode. What
 * the server's own tests cover (who is let in by which flag, TLS, links as publish targets) is not
 * repeated. Other users are numbers that no machine has; only the superuser can act as them.
 */
@NullMarked
package dev.larder.prove.access;

import org.jspecify.annotations.NullMarked;
