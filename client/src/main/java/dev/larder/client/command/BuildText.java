package dev.larder.client.command;

import dev.larder.protocol.Builder;
import dev.larder.protocol.WorkspaceEvent;

/** What happened to a workspace in words, for a person. Any thread may call it. */
final class BuildText {
  private BuildText() {}

  static String line(WorkspaceEvent event) {
    if (event instanceof WorkspaceEvent.Building building) {
      return "building   " + building.key() + "  by " + builder(building.builder());
    } else if (event instanceof WorkspaceEvent.Ready ready) {
      return "ready      "
          + ready.key()
          + "  "
          + ready.bytes()
          + " bytes, built in "
          + ready.buildMs()
          + " ms";
    } else if (event instanceof WorkspaceEvent.Failed failed) {
      return "failed     " + failed.key() + "  " + failed.problem().detail();
    } else if (event instanceof WorkspaceEvent.Lost lost) {
      return "lost       " + lost.key() + "  by " + builder(lost.builder());
    } else if (event instanceof WorkspaceEvent.Forgotten forgotten) {
      return "forgotten  " + forgotten.key();
    }
    return "events were missed: list the keys";
  }

  private static String builder(Builder builder) {
    return "pid " + builder.pid() + " on " + builder.host();
  }
}
