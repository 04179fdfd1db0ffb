package dev.larder.server.engine;

import dev.larder.protocol.WorkspaceEvent;

/**
 * Something that happened to a workspace.
 *
 * @param number rises with each event of the daemon's life
 */
public record WorkspaceNews(long number, WorkspaceEvent event) {}
