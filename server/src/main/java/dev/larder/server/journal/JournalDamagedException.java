package dev.larder.server.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A record that was once safe on the disk is not whole any more, or not there. */
public final class JournalDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient DamagedStretch stretch;

  JournalDamagedException(DamagedStretch stretch) {
    super(
        stretch.file()
            + " is damaged at byte "
            + stretch.offset()
            + ", where record "
            + stretch.expectedSequence()
            + " should be: "
            + stretch.reason()
            + ". Nothing was changed.");
    this.stretch = stretch;
  }

  /** The file in which the damage was met. */
  public Path file() {
    return stretch.file();
  }

  /** The place in the file, in bytes. */
  public long offset() {
    return stretch.offset();
  }

  /** The sequence of the record that should be there. */
  public long expectedSequence() {
    return stretch.expectedSequence();
  }

  /** What is wrong there, for people. */
  public String reason() {
    return stretch.reason();
  }
}
