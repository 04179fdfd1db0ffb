package dev.larder.protocol;

/** What one build result is known by: its workspace's name and its key. */
public record WorkspaceId(WorkspaceName name, WorkspaceKey key) {
  /**
   * Reads both parts from text.
   *
   * @throws RefusedException with {@link Problem.BadName} if one of them is not a name
   */
  public static WorkspaceId parse(String name, String key) {
    return new WorkspaceId(WorkspaceName.parse(name), WorkspaceKey.parse(key));
  }

  @Override
  public String toString() {
    return name + "/" + key;
  }
}
