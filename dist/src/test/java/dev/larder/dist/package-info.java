/**
 * The installed command, tested as what it is: processes on real files, started by shells, killed
 * by signals. The folder under test is the one that the build has just put together.
 *
 * <p>{@link dev.larder.dist.TestRoot} is a daemon's root in a temporary folder whose name is its
 * own; whatever a test starts has that name among its arguments or in its environment, so that at
 * the test's end every process of it is found and ended, whoever its parent is by then. {@link
 * dev.larder.dist.Command} starts a process and keeps what it prints in files, since a pipe that
 * nobody empties would stop it.
 *
 * <p>Invariants: a test waits for a condition and never for a time, and none asserts how long
 * something took; {@link dev.larder.dist.Patience} bounds every wait, generously, so that a hang is
 * a failure. What a machine does not have (GAP, mounts) is skipped with a message, and fails where
 * the environment says {@code CI=true}.
 */
@NullMarked
package dev.larder.dist;

import org.jspecify.annotations.NullMarked;
