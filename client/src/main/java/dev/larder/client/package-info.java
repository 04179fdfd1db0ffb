/**
 * The thin client of a Larder daemon: no dependency that starts threads or takes long to load.
 *
 * <p>A working example (a test runs it as it stands):
 *
 * <pre>{@code
 * try (Larder larder = Larder.open(Path.of("/var/cache/larder"))) {
 *   // Durable when the call returns; of many processes that do this at once no entry is lost.
 *   larder.merge("timings", "{\"src/a.py\": {\"walltime\": 1.5}}".getBytes(UTF_8));
 *   byte[] walltime = larder.get("timings", "/src~1a.py/walltime");
 *
 *   // Of many processes that ask at once, one builds and the others wait.
 *   try (BuildResult table =
 *       larder.build(
 *           "tables",
 *           "primes-1000",
 *           at -> Files.writeString(at.content(), computePrimes(1000)))) {
 *     primes = Files.readString(table.path());
 *   }
 * }
 * }</pre>
 *
 * <p>The rooms below: {@code http} knows sockets and messages and nothing of Larder; {@code start}
 * finds and starts daemons. Here: {@link dev.larder.client.Larder} is the door; {@code Calls} sends
 * requests, repeats what is safe, and words what goes wrong; {@code Build}, {@code LeaseHold} and
 * {@code LeaseWatch} are the life of a build request; {@code Watch} reads the events of what is
 * watched, over as many streams as it takes.
 *
 * <p>What holds here:
 *
 * <ul>
 *   <li>A write is never sent twice unless the first one cannot have been done, or it bears the key
 *       by which the daemon does it once. Each write of a document, commit and fail has one.
 *   <li>An answer without {@code Larder-Protocol: 1} is not read further.
 *   <li>A lease is an open build stream. Nothing is renewed; when the stream breaks, {@code
 *       LeaseWatch} resumes it with the lease's token within the daemon's grace.
 *   <li>An exception of a build function goes to its caller as it is, after the daemon was told.
 * </ul>
 *
 * <p>Threads: the callers' own, and for each running build one daemon thread that watches its
 * stream.
 */
@NullMarked
package dev.larder.client;

import org.jspecify.annotations.NullMarked;
