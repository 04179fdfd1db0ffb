/**
 * Workspaces: who may build a result, and where ready results lie.
 *
 * <p>Two parts that do not know each other; the engine joins them. {@link
 * dev.larder.server.workspaces.LeaseMachine} decides; it is pure, and the engine's thread alone
 * walks in it. {@link dev.larder.server.workspaces.ResultStore} keeps; its reading methods are for
 * the engine's thread, its working ones for threads that may wait for a disk.
 *
 * <h2>The life of a key</h2>
 *
 * <pre>
 *            request            taken             commit               committed
 *   absent ----------> taking ----------> building ------> committing -----------> ready
 *      |                ^  ^                |  ^                |
 *      | no place       |  |                |  +----------------+
 *      v                |  |                |     commit failed
 *   queued -------------+  +----------------+
 *       a place is free,     stream closed, deadline passed, released
 *       or a builder needs it   (the next waiter)
 * </pre>
 *
 * <p>A build that is reported as failed ends for everyone who waits, and for those who ask within
 * its time. A ready key is the store's; the machine keeps nothing of it. Invariants:
 *
 * <ul>
 *   <li>At most one lease a key. Before the next one is asked for, the last one is given back.
 *   <li>The open stream is the lease: when it closes, the lease ends, unless a commit runs; that
 *       one goes on to its end, since what it commits is whole.
 *   <li>A lease with a deadline ends by it, whatever its stream does, unless a commit runs. From
 *       that moment its token is refused, even if no tick came since ({@code Deadlines}).
 *   <li>A lease of the daemon's last run has no stream; it lasts for its grace, and nobody else is
 *       granted the key in that time. One whose fencing number the store's result bears was
 *       committed by the last run, and must be given back instead of restored.
 *   <li>Builds begin in the order in which they were queued, but for those that cannot yet ({@code
 *       Places}). A place is held from the first lease of a key to its end, over all its builders.
 *       A build that another one waits for needs none, and is never queued.
 *   <li>Builds wait for one another along the requests that are made within them, and never in a
 *       ring ({@code Wants}): it would be closed by a request, which is refused.
 *   <li>Everything is bounded: waiters of a key, failures remembered; builds by the open streams.
 * </ul>
 *
 * <h2>Files</h2>
 *
 * <p>All below the root and on one file system, since everything is decided by renames:
 *
 * <ul>
 *   <li>{@code workspaces/NAME/KEY/content}: a ready result, file or folder, never changed again.
 *   <li>{@code workspaces/NAME/KEY/meta.json}: one JSON object: {@code name}, {@code key}, {@code
 *       digest}, {@code bytes}, {@code folder} (true or false), {@code created} (ISO 8601, UTC),
 *       {@code build_ms}, {@code builder} ({@code pid}, {@code host}), {@code fence}. Its time of
 *       modification is the last use of the result: the only thing about it that changes, and
 *       changing it costs neither a write of its own nor a force.
 *   <li>{@code state/staging/FENCE-HASH/}, mode 0700: the staging of one lease. HASH is the first 8
 *       bytes of the SHA-256 of the lease's token, in hexadecimal.
 *   <li>{@code state/staging/trash-RANDOM}: on its way out.
 * </ul>
 *
 * <p>A commit reads {@code content} once, digesting and forcing each file and each folder; removes
 * everything beside it; writes {@code meta.json} and forces it, then the staging folder; renames
 * that folder to {@code workspaces/NAME/KEY}; forces {@code workspaces/NAME} and {@code
 * workspaces}. The rename is the moment of truth: a crash before it leaves nothing in the store, a
 * crash after it a ready result, and everything below a name in the store was forced before it got
 * that name (rename(2), fsync(2)). A result leaves the store by a rename into the trash, and is
 * removed there.
 *
 * <p>An eviction is in two steps. {@code withdraw}, on the engine's thread and without a wait,
 * takes a result out of the index: from then on nobody is given it. {@code remove}, on a thread
 * that may wait, does the rename and the rest; if a commit of the key comes between the two, it is
 * that one which moves the withdrawn result away. A crash between them brings the result back,
 * which does no harm. What may go, and in which order, is {@link
 * dev.larder.server.workspaces.Eviction}'s; what may not, is in {@link
 * dev.larder.server.workspaces.Pins}. Both are pure.
 *
 * <p>In a root that a group shares ({@link dev.larder.server.workspaces.Audience}), staging is its
 * members' to build in, mode 2770. A commit closes it first (mode 0700), and copies what belongs to
 * another user to {@code state/staging/FENCE-HASH.own/}, which is then committed instead; what the
 * daemon cannot remove of the rest is left to the next start. Modes are set before the digest,
 * which they are part of.
 *
 * <p>At the start the store believes a {@code meta.json} that can be read, is of its place, and
 * agrees with {@code content} in kind and, for a file, in length; it does not read contents, which
 * would take as long as they are big. What lies in a result's place and is none goes to the trash;
 * what the disk cannot tell about, or has no name of a result, is left alone. All of this is told
 * in the log.
 *
 * <h2>Digests</h2>
 *
 * <p>Of a file: {@code sha256:} and the SHA-256 of its bytes in hexadecimal. Of a folder: the
 * SHA-256 of its canonical listing. That has one record for each folder, file and symbolic link,
 * beginning with the content folder itself; a folder's record comes before those of its entries,
 * which follow in the order of their names' bytes (unsigned), each folder with all that is in it. A
 * record is, in ASCII and with one space between:
 *
 * <pre>
 *   TYPE MODE LENGTH HASH PATH NUL
 * </pre>
 *
 * <ul>
 *   <li>TYPE: {@code d} for a folder, {@code f} for a file, {@code l} for a link.
 *   <li>MODE: the twelve permission bits in four octal digits; of a link always {@code 0777}.
 *   <li>LENGTH: the file's bytes, or the bytes of the link's target, in decimal; of a folder 0.
 *   <li>HASH: the SHA-256 of the file's bytes, or of the link's target, in hexadecimal; of a folder
 *       {@code -}.
 *   <li>PATH: {@code .} for the content folder, {@code ./a/b} below it, in the file system's own
 *       bytes; then one zero byte.
 * </ul>
 *
 * <p>Owners, times, hard links and extended attributes are not part of it. Links are kept as they
 * are and never followed; other kinds of files are refused.
 */
@NullMarked
package dev.larder.server.workspaces;

import org.jspecify.annotations.NullMarked;
