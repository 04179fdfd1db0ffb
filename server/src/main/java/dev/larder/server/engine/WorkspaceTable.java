package dev.larder.server.engine;

import dev.larder.protocol.WorkspaceName;
import dev.larder.protocol.WorkspaceSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of all workspaces that have some, as they are durable. Engine thread only. */
final class WorkspaceTable {
  /** Names with settings; one that is set back to the defaults is none of them. */
  static final int MAX_NAMES = 10_000;

  private final Map<WorkspaceName, WorkspaceSettings> settings = new LinkedHashMap<>();

  WorkspaceSettings of(WorkspaceName name) {
    return settings.getOrDefault(name, WorkspaceSettings.DEFAULTS);
  }

  void set(WorkspaceName name, WorkspaceSettings of) {
    if (of.equals(WorkspaceSettings.DEFAULTS)) {
      settings.remove(name);
    } else {
      settings.put(name, of);
    }
  }

  /** Whether one more name would be too many. */
  boolean isFullFor(WorkspaceName name) {
    return settings.size() >= MAX_NAMES && !settings.containsKey(name);
  }

  Map<WorkspaceName, WorkspaceSettings> all() {
    return settings;
  }
}
