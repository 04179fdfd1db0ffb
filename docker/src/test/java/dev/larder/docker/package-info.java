/**
 * The image in real containers, and the files for compose and Kubernetes.
 *
 * <p>{@link dev.larder.docker.Image} builds the two images once a run, by {@code docker build},
 * from what the distribution has put together. {@link dev.larder.docker.Pantry} is a daemon in a
 * container with its volume or folder; {@link dev.larder.docker.BuildContainer} is a container that
 * has the {@code larder} command. Containers are Testcontainers': whatever a test starts is gone
 * after it, also when it fails.
 *
 * <p>Invariants: a test waits for a condition and never for a time, and none asserts how long
 * something took; {@link dev.larder.docker.Patience} bounds every wait, generously. A machine
 * without an engine skips the tests with a message, and fails where the environment says {@code
 * CI=true}; only Linux has the sockets of containers in its own file system. The base image has to
 * be there, or to be had.
 */
@NullMarked
package dev.larder.docker;

import org.jspecify.annotations.NullMarked;
