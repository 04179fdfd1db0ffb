/**
 * Who may connect, and what they may do.
 *
 * <p>Whoever asks is a {@link dev.larder.server.access.Peer}. By the Unix-domain socket it is known
 * from the kernel ({@code SO_PEERCRED}, unix(7)), once a connection: {@link
 * dev.larder.server.access.AdmittedUsers} says who is let in. By TCP it is known from each request:
 * {@link dev.larder.server.access.WebRules} keeps other sites' pages out, {@link
 * dev.larder.server.access.Tokens} knows who bears a token. What a token may do is in its peer.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A token is kept as its SHA-256 alone, and is never written to the log.
 *   <li>Every token of the file is looked at, whichever it is, in a time that does not depend on
 *       how much of it is right.
 *   <li>What is read again at run time is either whole or not taken: a broken file leaves the last
 *       good one in force, and is told in the log once.
 *   <li>A refusal is told in the log once a minute for each of its kinds and who it befell; what is
 *       remembered for that is bounded.
 * </ul>
 *
 * <p>The tokens file holds one token a line: {@code NAME ro|rw [PREFIX] sha256:HEX}, fields split
 * by blanks; {@code #} begins a comment. Certificates and keys are PEM (RFC 7468), the key PKCS#8.
 *
 * <p>Threads: everything here is immutable or says that any thread may call it; {@link
 * dev.larder.server.access.FileWatch} has the one thread of its own, {@code access}, and only where
 * there are files to watch. Imports no other room and no Netty.
 */
@NullMarked
package dev.larder.server.access;

import org.jspecify.annotations.NullMarked;
