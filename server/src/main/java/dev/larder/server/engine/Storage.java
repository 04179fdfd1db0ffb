package dev.larder.server.engine;

import java.nio.file.Path;

/** Where the engine keeps what is its own, in {@code ROOT/state}. */
public final class Storage {
  private Storage() {}

  /** The journal's folder. */
  public static Path journal(Path state) {
    return state.resolve("journal");
  }

  /** The checkpoints' folder. */
  public static Path checkpoints(Path state) {
    return state.resolve("checkpoints");
  }
}
