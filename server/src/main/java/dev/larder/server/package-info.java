/**
 * The daemon: builds its parts in order, starts them, and stops them in the opposite order.
 *
 * <p>The rooms, in the order in which a request walks through them: {@code http}, {@code engine},
 * then {@code stats}, {@code workspaces}, {@code journal} and {@code publish}; {@code access} says
 * who may connect, {@code ops} is for those who look after it. {@code Main} parses arguments and
 * nothing else; {@code Config} holds every setting once; {@code Daemon} is the only class that
 * knows all rooms.
 *
 * <p>Files of a root (everything mode 0600 in 0700 folders, but for what is published; {@code
 * SharedRoot} tells what a group gets):
 *
 * <pre>
 * ROOT/stats/NAME.json               published documents
 * ROOT/workspaces/NAME/KEY/content   ready results, meta.json beside
 * ROOT/state/lock                    held, by an OS lock, while a daemon owns the root
 * ROOT/state/daemon.json             pid, endpoints, version of the daemon that answers
 * ROOT/state/journal/                the write-ahead log
 * ROOT/state/checkpoints/            documents from which the journal is replayed
 * ROOT/state/staging/                folders in which lease holders build
 * ROOT/larder.sock  ROOT/larder.log
 * </pre>
 */
@NullMarked
package dev.larder.server;

import org.jspecify.annotations.NullMarked;
