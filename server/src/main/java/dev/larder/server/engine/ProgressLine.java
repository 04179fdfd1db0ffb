package dev.larder.server.engine;

import dev.larder.protocol.BuildProgress;
import org.jspecify.annotations.Nullable;

/**
 * What the builder of one lease said last of how far it is. The engine's thread writes, the streams
 * of those who wait read when they repeat themselves: a builder that says much costs the engine no
 * more for a thousand waiters than for one, and each of these is told once a second at most.
 */
public final class ProgressLine {
  private volatile @Nullable BuildProgress last;

  void say(BuildProgress progress) {
    last = progress;
  }

  /** What was said last; null if nothing was. Any thread. */
  public @Nullable BuildProgress last() {
    return last;
  }
}
