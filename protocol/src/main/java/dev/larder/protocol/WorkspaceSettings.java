package dev.larder.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How the builds of one workspace are run; every member may be missing.
 *
 * @param maxBuilds most builds of this name at once, at least 1; null for no bound but the daemon's
 * @param deadlineMs how long a builder of this name may take that names no time itself, in
 *     milliseconds, see {@link BuildRequest}; null for no bound
 */
public record WorkspaceSettings(@Nullable Integer maxBuilds, @Nullable Long deadlineMs) {
  /** What holds where nothing was set. */
  public static final WorkspaceSettings DEFAULTS = new WorkspaceSettings(null, null);
}
