package dev.larder.protocol;

import java.util.List;

/** The workspaces of a daemon, in the order of their names. */
public record WorkspaceList(List<Item> workspaces) {
  /**
   * One workspace.
   *
   * @param ready how many results lie ready
   * @param building how many keys are being built
   * @param bytes the size of all ready results
   */
  public record Item(String name, int ready, int building, long bytes) {}
}
