/**
 * The engine: the single writer. Commands in, batches, answers out.
 *
 * <p>One thread, named {@code engine}, owns all state: the documents, their settings, the lease
 * machine and the table of open leases. Other threads hand it commands through a bounded queue and
 * get futures; there are no locks, and no state is shared. A cycle of the engine is a batch:
 *
 * <ol>
 *   <li>take every command that waits, up to a bound;
 *   <li>decide and apply each write in memory, and append its {@link
 *       dev.larder.server.engine.Change} to the {@linkplain dev.larder.server.engine.Ledger
 *       ledger}, keeping how to undo it;
 *   <li>commit the ledger: one write and one force for the whole batch (group commit);
 *   <li>only then answer: writes with their versions, reads from the state that is now durable.
 * </ol>
 *
 * <p>Invariants. Nothing is answered, granted or published before the force that makes it durable,
 * so no read shows a state that a crash could take back. If the ledger is full, the batch is undone
 * in reverse order and its writes are refused with 507. If a write or force fails in any other way,
 * or a bug shows, the process ends: the state on disk is right, that in memory may not be.
 *
 * <p>A request with an Idempotency-Key is done once: what {@code Keys} remembers of it is in the
 * ledger's record of its change, and is undone with it. A repeat is answered in its place in the
 * batch, since the first one may be in it too.
 *
 * <p>Which results leave the store is decided here too ({@code StoreDesk}), since only this thread
 * knows all pins: what goes is withdrawn between two commands, and only then removed, by a thread
 * named {@code eviction}. Pins by name are changes like any other; streams and downloads that hold
 * a result are in memory alone.
 *
 * <p>What has happened is remembered and told to those who watch: {@code Feed} and {@code History}
 * for documents (from what is durable, kept by checkpoints and replays), {@code BuildFeed} for
 * workspaces (in memory). Each {@code Follower} is told once a batch, whoever stands behind it.
 *
 * <p>What lies below is reached through three small interfaces, so that a cluster can stand in for
 * local files: {@link dev.larder.server.engine.Ledger}, {@link dev.larder.server.engine.LeaseTable}
 * and {@link dev.larder.server.workspaces.ResultStore}.
 *
 * <p>On disk the engine's changes are the payloads of journal records, and its documents the parts
 * of checkpoints; {@code ChangeCodec} and {@code CheckpointCodec} say how.
 *
 * <p>The engine knows no HTTP. It imports {@code stats}, {@code workspaces}, {@code journal} and
 * {@code publish}.
 */
@NullMarked
package dev.larder.server.engine;

import org.jspecify.annotations.NullMarked;
