package dev.larder.server.journal;

import java.io.IOException;
import java.nio.file.Path;

/** There was no room on the disk for a batch. The batch is undone and the journal goes on. */
public final class JournalFullException extends IOException {
  private static final long serialVersionUID = 1L;

  JournalFullException(Path folder, IOException cause) {
    super("There is no room on the disk for the journal " + folder, cause);
  }
}
