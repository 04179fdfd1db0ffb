/**
 * Leases over the real daemon: dozens of clients on a handful of keys, who die in every way.
 *
 * <p>{@link dev.larder.prove.lease.Leases} plays rounds. In a {@code Round} the {@code House} keeps
 * a daemon running, which it kills, stops and starts again, while {@code Guest}s ask for builds by
 * sockets of their own and {@code Hand}s run {@code larder build}. Whoever is granted a lease draws
 * what becomes of it: a commit, a failure, a closed socket, a killed or a stopped process, a passed
 * deadline, a lease that is taken away by hand, a restart in the middle with or without a resume.
 *
 * <p>Each of them writes what it saw into the {@code History}, on one clock. An {@code Event} that
 * needed an answer has two times, between which it happened. The {@code Judge} reads the history
 * when everybody has left, and never believes anything that the times leave open: what it reports
 * cannot have happened in any order that the clients' views allow. It is pure, and its tests feed
 * it histories of a broken daemon.
 */
@NullMarked
package dev.larder.prove.lease;

import org.jspecify.annotations.NullMarked;
