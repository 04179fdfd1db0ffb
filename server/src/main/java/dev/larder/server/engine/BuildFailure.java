package dev.larder.server.engine;

import dev.larder.protocol.Problem;
import dev.larder.protocol.WorkspaceId;

/**
 * A builder's word that its build failed, checked.
 *
 * @param exitCode {@link Problem.BuildFailed#NO_EXIT_CODE} where it named none
 * @param output the last lines that its command printed; empty where it named none
 */
public record BuildFailure(String reason, int exitCode, String output) {
  Problem.BuildFailed of(WorkspaceId id) {
    return new Problem.BuildFailed(id, reason, exitCode, output, 0);
  }
}
