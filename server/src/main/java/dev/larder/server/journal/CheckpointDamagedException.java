package dev.larder.server.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A file of a checkpoint is not what was once safe on the disk. */
public final class CheckpointDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final String reason;

  CheckpointDamagedException(Path file, String reason) {
    super(file + " is damaged: " + reason + ". Nothing was changed.");
    this.file = file;
    this.reason = reason;
  }

  /** The file that is not whole. */
  public Path file() {
    return file;
  }

  /** What is wrong with it, for people. */
  public String reason() {
    return reason;
  }
}
