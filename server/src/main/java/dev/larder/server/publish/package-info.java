/**
 * Publishing: keeps plain files, for readers that know nothing of Larder, equal to the documents.
 *
 * <h2>What a reader may rely on</h2>
 *
 * <p>Whoever opens a published file finds one version of the document, complete, and later never an
 * older one; also after a crash of the daemon or a loss of power. For that, {@link
 * dev.larder.server.publish.AtomicFile} takes these steps, in this order:
 *
 * <ol>
 *   <li>The content is written to a new temporary file in the <em>target's own folder</em>: {@code
 *       .NAME.larder-<16 hexadecimal digits>.tmp}. rename(2) is atomic only inside one file system,
 *       and the folder is the one place that is sure to be on the target's.
 *   <li>Owner, group and mode are set. Before the rename, so that nobody finds the new content
 *       under a mode that it should not have.
 *   <li>The temporary file is forced, fsync(2). Before the rename: a file system may write the new
 *       name to disk before the new content, and a loss of power in between leaves an empty or half
 *       file under the target's name. Which file systems keep that order by themselves, and when,
 *       differs (Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014). After the
 *       mode, so that it is forced too.
 *   <li>The temporary file is renamed to the target. "If newpath already exists, it will be
 *       atomically replaced, so that there is no point at which another process attempting to
 *       access newpath will find it missing" (rename(2)).
 *   <li>The folder is forced. Without it the rename itself may be lost again (fsync(2), Notes), and
 *       {@code ack=published} would have promised too much.
 * </ol>
 *
 * <p>A temporary file whose force failed is thrown away and written anew, never forced a second
 * time: the kernel may have dropped its dirty pages and would report success. A crash leaves at
 * most one temporary file a target; it is swept before the target is written for the first time.
 *
 * <h2>When a document is written</h2>
 *
 * <p>The publisher <em>pulls</em>. The engine tells it which documents changed; when it is ready to
 * write one, it asks the {@link dev.larder.server.publish.Source} for the newest durable version.
 * So nothing queues up: a thousand merges during one write become one next write. {@link
 * dev.larder.server.publish.Pace} has the times: at once after quiet, at most {@code maxDelayMs}
 * behind under load, and never more than {@code dutyPercent} of the thread's time under load.
 *
 * <p>A target whose file holds a version already is left alone; at the daemon's start nobody knows
 * what the files hold, so each is written once.
 *
 * <h2>When a target fails</h2>
 *
 * <p>A folder that is gone, a missing right, a full disk: the target is tried again, after 250 ms
 * and then ever more seldom up to every 30 s, always with the newest version. It holds up neither
 * other documents nor other targets of its own. The log has one line for each change of reason, and
 * {@link dev.larder.server.publish.Publisher#targets} the present one.
 *
 * <h2>Threads</h2>
 *
 * <p>One thread, {@code publisher}, does all of the work and owns all state; other threads leave
 * names and waiters in the mailbox of {@link dev.larder.server.publish.Publisher} and read the
 * board of target states. The engine's thread never waits for a file. The publisher's thread waits
 * for the engine's answer to "which version is newest", and for disks.
 */
@NullMarked
package dev.larder.server.publish;

import org.jspecify.annotations.NullMarked;
