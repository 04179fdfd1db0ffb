/**
 * What operators look at: metrics, readiness, the log, and who this daemon is.
 *
 * <p>The rooms that do the work count and know nothing of it: {@code engine} has its {@link
 * dev.larder.server.engine.Tally} and tells an {@link dev.larder.server.engine.EngineObserver} of
 * each batch, force, file and checkpoint; {@code http} counts into {@link
 * dev.larder.server.ops.Traffic}. {@link dev.larder.server.ops.Metrics} reads all of that when it
 * is scraped. Nothing here runs by itself; there is no thread and no timer.
 *
 * <p>What must stay true: counting costs the engine nanoseconds; the Prometheus library is loaded
 * by the first scrape and only there; a label's values are a closed set; no metric and no line of
 * the log holds what a client has sent or may not tell: entries, lease tokens, access tokens.
 *
 * <p>Threads: counters are for any thread; a scrape belongs to a worker of {@code http}, since it
 * may wait for the engine. It imports {@code engine} (and what that tells of {@code journal} and
 * {@code publish}); only {@code http} and the daemon import it.
 */
@NullMarked
package dev.larder.server.ops;

import org.jspecify.annotations.NullMarked;
