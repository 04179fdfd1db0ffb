/**
 * Workspaces: who may build a result, and where ready results lie.
 *
 * <p>Two parts that do not know each other; the engine joins them. {@link
 * dev.larder.server.workspaces.LeaseMachine} decides (pure; engine's thread), {@link
 * dev.larder.server.workspaces.ResultStore} keeps (files; any thread).
 */
@NullMarked
package dev.larder.server.workspaces;

import org.jspecify.annotations.NullMarked;
